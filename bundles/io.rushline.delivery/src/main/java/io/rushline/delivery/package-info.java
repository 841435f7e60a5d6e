/** Reports what was delivered; see README.md. */
package io.rushline.delivery;
