/** What is inside a clip. */
@Export
@Version("1.0.0")
package io.rushline.media.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
