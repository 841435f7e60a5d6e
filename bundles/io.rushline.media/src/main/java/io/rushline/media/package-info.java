/** Looks into clips; see README.md. */
package io.rushline.media;
