/** Links, known networks, and whether the cloud can be reached. */
@Export
@Version("1.0.0")
package io.rushline.network.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
