/** The durable upload queue: items, parts, order and states. */
@Export
@Version("1.0.0")
package io.rushline.queue.api;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
