package io.rushline.modules.repository;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.When;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Version;

/** Keeps the job that goes on, and what media have had installed, across restarts and power cuts. Any thread, one at a time. */
final class JobFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_REMEMBERED = 500;
    private static final System.Logger LOG = System.getLogger(JobFile.class.getName());

    /** On disk. */
    record Note(List<ModuleNote> modules, List<Allow> allowed, When.Kind when, String at, Actor.Via via, String by, String askedAt, boolean installing) {
    }

    /** On disk. */
    record ModuleNote(String name, String version, String address, long sizeBytes, String sha256) {
    }

    private final Path folder;
    private final Path job;
    private final Path tried;

    JobFile(Path folder) {
        this.folder = folder;
        this.job = folder.resolve("job.json");
        this.tried = folder.resolve("from-media.json");
    }

    void write(Job now) throws ModuleException {
        store(job, new Note(now.modules().stream().map(one -> new ModuleNote(one.name(), one.version().toString(), one.address().toString(), one.sizeBytes(), one.sha256()))
                .toList(), List.copyOf(now.allowed()), now.when().kind(), now.when().at().map(Instant::toString).orElse(null), now.by().via(), now.by().name(),
                now.askedAt().toString(), now.installing()));
    }

    /** One that is damaged is as if nobody had asked. */
    Optional<Job> read() {
        if (!Files.isRegularFile(job, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try {
            Note note = JSON.readValue(job.toFile(), Note.class);
            List<Offered> modules = note.modules.stream().map(one -> new Offered(one.name, Version.parseVersion(one.version), "", URI.create(one.address), one.sizeBytes,
                    one.sha256)).toList();
            return Optional.of(new Job(modules, note.allowed.stream().collect(Collectors.toSet()), new When(note.when, Optional.ofNullable(note.at).map(Instant::parse)),
                    new Actor(note.via, note.by), Instant.parse(note.askedAt), note.installing));
        } catch (IOException | RuntimeException damaged) {
            LOG.log(System.Logger.Level.WARNING, "What was to be downloaded cannot be read any more; ask for it again", damaged);
            return Optional.empty();
        }
    }

    void delete() throws ModuleException {
        try {
            Files.deleteIfExists(job);
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, "", e);
        }
    }

    /** What media have had installed by themselves: once is enough, or a bad one would be tried at every start. */
    List<String> tried() {
        if (!Files.isRegularFile(tried, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            return List.of(JSON.readValue(tried.toFile(), String[].class));
        } catch (IOException damaged) {
            LOG.log(System.Logger.Level.WARNING, "What media have had installed cannot be read any more", damaged);
            return List.of();
        }
    }

    void tried(List<String> ids) throws ModuleException {
        List<String> all = java.util.stream.Stream.concat(tried().stream(), ids.stream()).distinct().toList();
        store(tried, all.subList(Math.max(0, all.size() - MOST_REMEMBERED), all.size()));
    }

    private void store(Path file, Object content) throws ModuleException {
        OwnFolder.make(folder);
        Path fresh = folder.resolve(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(content));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new ModuleException(Code.STORE, "", e);
        }
    }
}
