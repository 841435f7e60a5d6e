package io.rushline.simulator;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known about an asset besides its bytes; on disk as {@code asset.json}.
 *
 * @param name        as the device gave it, whatever characters it holds; for a real-time upload null until it is known
 * @param extension   of a real-time upload whose name is not known yet, with its dot
 * @param filesize    bytes; null while a real-time upload has not named it
 * @param offset      seconds since the clip was made, at {@code createdAt}
 * @param parts       sizes of the parts by number
 * @param versionOf   the asset this is a new version of; may be null
 * @param sha256      of the assembled file; null until then
 */
record Asset(String id, String deviceId, String projectId, String name, String extension, String filetype, Long filesize, long offset, int channel,
        boolean realtime, SortedMap<Integer, Long> parts, String versionOf, Instant createdAt, Instant completedAt, String sha256) {

    Asset {
        parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
    }

    /** With parts a real-time upload has asked for. */
    Asset grown(SortedMap<Integer, Long> parts, String name, Long filesize) {
        return new Asset(id, deviceId, projectId, name, extension, filetype, filesize, offset, channel, realtime, parts, versionOf, createdAt,
                completedAt, sha256);
    }

    Asset completed(Instant when, String sha256) {
        return new Asset(id, deviceId, projectId, name, extension, filetype, filesize, offset, channel, realtime, parts, versionOf, createdAt,
                when, sha256);
    }

    /** Whether it is known where the file ends: no part after that is asked for. */
    boolean settled() {
        return filesize != null;
    }

    boolean complete() {
        return completedAt != null;
    }

    /** To show; never null. */
    String title() {
        return name != null ? name : "(recording)" + (extension == null ? "" : extension);
    }
}
