/** Keeps the live socket to the cloud; see README.md. */
package io.rushline.channel.c2c;
