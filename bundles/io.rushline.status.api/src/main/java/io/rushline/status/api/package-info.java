/** What a person should know: warnings, each with what happened and what to do. */
@Export
@Version("1.0.0")
package io.rushline.status.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
