/** Takes recordings over from recorders while they grow; see README.md. */
package io.rushline.ingest.recorder;
