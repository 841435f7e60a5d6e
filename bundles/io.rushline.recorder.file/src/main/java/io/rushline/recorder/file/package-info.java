/** A recorder whose recordings are the files that a capture program writes; see README.md. */
package io.rushline.recorder.file;
