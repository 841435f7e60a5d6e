/** The live state of the device in the cloud. */
@Export
@Version("1.0.0")
package io.rushline.channel.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
