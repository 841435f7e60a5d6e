package io.rushline.delivery;

import io.rushline.queue.api.Project;
import java.time.Instant;
import java.time.ZoneId;

/**
 * Of what, by whom and when a report is made.
 *
 * @param host    this appliance
 * @param version of the firmware
 * @param at      now
 * @param zone    in which people here tell the time
 */
record Origin(Project project, String host, String version, Instant at, ZoneId zone) {
}
