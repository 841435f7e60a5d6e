package io.rushline.itests.simulation;

import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** An asset as the model of the cloud has it, with what the test knows of it besides. */
final class CloudAsset {

    /** A part that was stored. */
    record Stored(long size, long crc) {
    }

    final String id;
    final String project;
    final String name;
    final String type;
    final Optional<String> versionOf;
    final boolean realtime;
    final long createdAt;
    /** Sizes of its parts; of a real-time one those that were asked for. */
    final TreeMap<Integer, Long> sizes = new TreeMap<>();
    final TreeMap<Integer, Stored> parts = new TreeMap<>();
    /** The queue said that it has these receipts on disk. */
    final TreeSet<Integer> acknowledged = new TreeSet<>();
    /** Of the whole; -1 while it is not known. */
    long filesize = -1;
    /** Whoever asked for it never got its answer. */
    boolean answerLost;
    /** Whoever asked for it was dead before it could note it. */
    boolean forgotten;

    CloudAsset(String id, String project, String name, String type, Optional<String> versionOf, boolean realtime, long createdAt) {
        this.id = id;
        this.project = project;
        this.name = name;
        this.type = type;
        this.versionOf = versionOf;
        this.realtime = realtime;
        this.createdAt = createdAt;
    }

    boolean complete() {
        return filesize >= 0 && parts.keySet().equals(sizes.keySet());
    }

    boolean fullyAcknowledged() {
        return complete() && acknowledged.equals(sizes.keySet());
    }
}
