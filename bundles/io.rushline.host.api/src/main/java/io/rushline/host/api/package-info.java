/**
 * The one door by which code gets into the framework. The launcher offers it, from outside of all bundles, so that whoever asks for an
 * update may be replaced by it.
 */
@Export
@Version("1.0.0")
package io.rushline.host.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
