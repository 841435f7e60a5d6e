/** Recorders that say when they record. A vendor adds its own. */
@Export
@Version("1.0.0")
package io.rushline.recorder.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
