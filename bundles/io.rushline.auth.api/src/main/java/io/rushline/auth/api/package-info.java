/** Pairing, tokens, and which project this device is connected to. */
@Export
@Version("1.0.0")
package io.rushline.auth.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
