package io.rushline.store;

import io.rushline.store.Unavailable.Why;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells a database that cannot be used now from one that is damaged, by SQL state and by trying the disk. */
final class Failure {

    private static final Map<String, Why> STATES = Map.ofEntries(
            Map.entry("XSDB6", Why.HELD), Map.entry("XSDB7", Why.HELD), Map.entry("XSDB8", Why.HELD),
            Map.entry("XSLAN", Why.NEWER), Map.entry("XSLAP", Why.NEWER), Map.entry("XCW00", Why.NEWER), Map.entry("XCL20", Why.NEWER),
            Map.entry("XSDG9", Why.INTERRUPTED), Map.entry("08000", Why.INTERRUPTED),
            Map.entry("XSLA4", Why.NOT_WRITABLE), Map.entry("25502", Why.NOT_WRITABLE), Map.entry("25503", Why.NOT_WRITABLE));

    /** What Derby needs to go on at least: a log file, which it allocates beforehand, and some pages. */
    private static final int PROBE_BYTES = 2 << 20;

    private static final String PAGE_NOT_READ = "XSDG0";

    private Failure() {
    }

    /** Why the database is not usable, or empty when it must be taken as damaged. */
    static Optional<Why> reason(Throwable failure, Path home, Path folder) {
        Optional<Why> stated = chain(failure).map(SQLException::getSQLState)
                .filter(Objects::nonNull).filter(STATES::containsKey).map(STATES::get).findFirst();
        return stated.isPresent() || writable(home, folder) ? stated : Optional.of(Why.NOT_WRITABLE);
    }

    /**
     * Whether the disk failed to give a page, which may pass. One that is there and wrong has another state, and where the file ends before it, it is
     * lost. (Derby source, {@code CachedPage.readPage}, {@code RAFContainer4.readFull}.)
     */
    static boolean readError(Throwable failure) {
        return chain(failure).anyMatch(each -> PAGE_NOT_READ.equals(each.getSQLState()))
                && Stream.iterate(failure, each -> each != null, Throwable::getCause)
                        .anyMatch(each -> each instanceof IOException && !(each instanceof EOFException));
    }

    /** All SQL exceptions of a failure: causes and those Derby links to each. */
    private static Stream<SQLException> chain(Throwable failure) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .flatMap(first -> Stream.iterate(first, each -> each != null, SQLException::getNextException));
    }

    private static boolean writable(Path home, Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            return files.allMatch(file -> Files.isReadable(file) && Files.isWritable(file)) && takesBytes(home);
        } catch (IOException | UncheckedIOException unreadable) {
            return false;
        }
    }

    private static boolean takesBytes(Path home) throws IOException {
        Path probe = home.resolve("db.probe");
        try (FileChannel channel = FileChannel.open(probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.allocate(PROBE_BYTES);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            return true;
        } finally {
            Files.deleteIfExists(probe);
        }
    }
}
