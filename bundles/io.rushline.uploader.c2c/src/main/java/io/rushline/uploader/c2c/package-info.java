/** Sends clips from the queue to the cloud; see README.md. */
package io.rushline.uploader.c2c;
