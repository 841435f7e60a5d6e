/** Updating modules: from a file, a repository or a fleet server, now or later, with a history of who changed what. */
@Export
@Version("1.0.0")
package io.rushline.modules.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
