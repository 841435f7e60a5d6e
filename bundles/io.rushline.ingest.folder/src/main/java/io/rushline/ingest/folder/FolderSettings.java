package io.rushline.ingest.folder;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What one folder is watched for, checked and in types.
 *
 * @param folder      absolute
 * @param source      the ingest's name, for people
 * @param stable      how long a file must not have changed to be complete
 * @param emptyStable the same for a file without bytes
 * @param rescan      how often everything is looked at, events or not
 * @param retry       first wait before something that failed is tried again
 * @param retryMost   longest such wait
 * @param realtime    hand files over while they grow
 * @param grownEvery  how often the queue is told how far they have come
 * @param capacity    how many incomplete files are followed at once
 */
record FolderSettings(Path folder, String source, boolean createFolder, Duration stable, Duration emptyStable, Duration rescan, Duration retry,
        Duration retryMost, boolean realtime, Duration grownEvery, int capacity, int channel, int priority, NameRules rules) {

    /** So many that a card's clips are all followed, so few that they need some 10 MB. */
    static final int CAPACITY = 20_000;
    static final Duration GROWN_EVERY = Duration.ofSeconds(3);
    static final Duration RETRY = Duration.ofSeconds(1);
    static final Duration RETRY_MOST = Duration.ofSeconds(30);

    /** {@code folder clips}: by what people know the folder. */
    static String sourceOf(Path folder) {
        return "folder " + (folder.getFileName() == null ? folder : folder.getFileName());
    }
}
