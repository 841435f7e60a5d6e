/** The way to the cloud: one HTTPS exchange at a time, and what can go wrong with it. */
@Export
@Version("1.0.0")
package io.rushline.cloud.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
