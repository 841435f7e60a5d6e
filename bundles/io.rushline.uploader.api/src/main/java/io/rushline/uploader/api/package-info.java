/** What the uploader is doing right now. */
@Export
@Version("1.0.0")
package io.rushline.uploader.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
