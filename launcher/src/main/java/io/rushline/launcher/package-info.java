/** The {@code rushline} command and the framework it starts; see launcher/README.md. */
package io.rushline.launcher;
