/** Where clips come from. */
@Export
@Version("1.0.0")
package io.rushline.ingest.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
