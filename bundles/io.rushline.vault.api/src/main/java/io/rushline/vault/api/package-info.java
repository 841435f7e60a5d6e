/** Secrets, encrypted at rest. */
@Export
@Version("1.0.0")
package io.rushline.vault.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
