package io.rushline.modules.repository;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.ModuleDownloads.Wanted;
import io.rushline.modules.repository.Https.Answer;
import io.rushline.modules.repository.PartFile.Validators;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Brings one file here, piece by piece, until it is whole or will never be. */
final class Download {

    /**
     * Who waits for it.
     *
     * @param progress  bytes that are there
     * @param why       what it waits for, for people; empty: it goes on
     * @param cancelled asked a few times a second
     */
    record Watch(LongConsumer progress, Consumer<Optional<String>> why, BooleanSupplier cancelled) {
    }

    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");
    private static final Duration LOOK = Duration.ofMillis(500);

    /** It may come later. */
    private static final class Later extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Optional<Duration> asked;

        Later(String sentence, Optional<Duration> asked, Throwable cause) {
            super(sentence, cause);
            this.asked = asked;
        }
    }

    /** What came is not what was promised. */
    private static final class Lie extends Exception {
        private static final long serialVersionUID = 1L;

        Lie(String sentence) {
            super(sentence);
        }
    }

    private final Wanted wanted;
    private final PartFile part;
    private final Https https;
    private final Lane lane;
    private final Time time;
    private final RandomGenerator chance;
    private final Watch watch;
    private boolean again;

    Download(Wanted wanted, PartFile part, Https https, Lane lane, Time time, RandomGenerator chance, Watch watch) {
        this.wanted = wanted;
        this.part = part;
        this.https = https;
        this.lane = lane;
        this.time = time;
        this.chance = chance;
        this.watch = watch;
    }

    /** Blocks until the part is the whole file, with its hash. */
    void run() throws ModuleException, InterruptedException {
        int failed = 0;
        while (true) {
            try {
                if (whole()) {
                    return;
                }
                part.reserve(wanted.sizeBytes() - part.size());
                untilOpen();
                long before = part.size();
                try {
                    piece();
                    failed = 0;
                } catch (Later later) {
                    failed = part.size() > before ? 1 : failed + 1;
                    watch.why().accept(Optional.of(later.getMessage()));
                    sleep(Retry.delay(later.asked, failed, chance));
                }
            } catch (Lie lie) {
                part.clear();
                if (again) {
                    throw new ModuleException(Code.TAMPERED, lie.getMessage());
                }
                again = true; // a cut of power may have damaged what was there
            }
        }
    }

    private boolean whole() throws ModuleException, Lie {
        watch.progress().accept(part.size());
        if (part.size() < wanted.sizeBytes()) {
            return false;
        }
        if (part.size() > wanted.sizeBytes() || !part.sha256().equals(wanted.sha256())) {
            throw new Lie("The file is not the one that was announced: it has another SHA-256.");
        }
        return true;
    }

    private void untilOpen() throws ModuleException, InterruptedException {
        cancelled();
        for (Optional<String> closed = lane.closed(); closed.isPresent(); closed = lane.closed()) {
            watch.why().accept(closed);
            sleep(LOOK);
        }
        watch.why().accept(Optional.empty());
    }

    private void sleep(Duration wait) throws ModuleException, InterruptedException {
        long until = time.nanos() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0; left = until - time.nanos()) {
            cancelled();
            time.sleep(Duration.ofNanos(Math.min(left, LOOK.toNanos())));
        }
        cancelled();
    }

    private void cancelled() throws ModuleException {
        if (watch.cancelled().getAsBoolean()) {
            throw new ModuleException(Code.CANCELLED, "");
        }
    }

    private boolean stop() {
        return watch.cancelled().getAsBoolean() || lane.closed().isPresent();
    }

    private void piece() throws ModuleException, InterruptedException, Later, Lie {
        long from = part.size();
        long end = Math.min(wanted.sizeBytes(), from + lane.pieceBytes());
        try (Answer answer = https.get(wanted.address(), wanted.headers(), range(from, end), this::stop)) {
            switch (answer.status()) {
                case 200 -> take(answer, begin(answer), false);
                case 206 -> take(answer, goOn(answer, from, end), true);
                case 416 -> throw new Lie("The file has fewer bytes than were announced.");
                case 408, 429 -> throw later(answer);
                default -> {
                    if (answer.status() < 300 || answer.status() >= 500) {
                        throw later(answer);
                    }
                    throw new ModuleException(Code.UNKNOWN, "The server refuses it with status " + answer.status() + ".");
                }
            }
        } catch (Https.RefusedException redirect) {
            throw new ModuleException(Code.UNKNOWN, redirect.getMessage(), redirect);
        } catch (IOException network) {
            if (!stop()) {
                throw new Later(network instanceof SSLException ? "The server cannot prove who it is, or the network wants a sign-in first; tries again."
                        : "The server does not answer, or the network broke off; tries again.", Optional.empty(), network);
            }
        } finally {
            part.force();
        }
    }

    private Later later(Answer answer) {
        return new Later("The server answers with status " + answer.status() + "; tries again.", Retry.after(answer.headers().firstValue("Retry-After"), time.now()), null);
    }

    private Map<String, String> range(long from, long end) {
        Map<String, String> headers = new HashMap<>(Map.of("Range", "bytes=" + from + "-" + (end - 1)));
        if (from > 0) {
            // A weak validator must not stand there (RFC 9110, 13.1.5).
            part.validators().map(known -> known.etag() != null && !known.etag().startsWith("W/") ? known.etag() : known.lastModified())
                    .ifPresent(validator -> headers.put("If-Range", validator));
        }
        return headers;
    }

    /** The server sends all of it. @return how many bytes may come */
    private long begin(Answer answer) throws ModuleException, Lie {
        long announced = answer.headers().firstValueAsLong("Content-Length").orElse(wanted.sizeBytes());
        if (announced != wanted.sizeBytes()) {
            throw new Lie("The file has " + announced + " bytes, not the " + wanted.sizeBytes() + " that were announced.");
        }
        part.clear();
        note(answer);
        return wanted.sizeBytes();
    }

    private long goOn(Answer answer, long from, long end) throws ModuleException, Lie {
        Matcher range = CONTENT_RANGE.matcher(answer.headers().firstValue("Content-Range").orElse(""));
        if (!range.matches() || Long.parseLong(range.group(1)) != from) {
            throw new Lie("The server sends another part of the file than it was asked for.");
        }
        if (!range.group(3).equals("*") && Long.parseLong(range.group(3)) != wanted.sizeBytes()) {
            throw new Lie("The file has " + range.group(3) + " bytes, not the " + wanted.sizeBytes() + " that were announced.");
        }
        note(answer);
        return end - from;
    }

    private void note(Answer answer) throws ModuleException {
        part.validators(new Validators(answer.headers().firstValue("ETag").orElse(null), answer.headers().firstValue("Last-Modified").orElse(null)));
    }

    private void take(Answer answer, long most, boolean piece) throws ModuleException, InterruptedException, IOException, Lie {
        long left = most;
        for (ByteBuffer bytes = answer.body().next(https.silence(), this::stop); bytes != null; bytes = answer.body().next(https.silence(), this::stop)) {
            left -= bytes.remaining();
            if (left < 0) {
                throw new Lie("More bytes came than were announced.");
            }
            int came = bytes.remaining();
            part.append(bytes);
            watch.progress().accept(part.size());
            lane.pace(came);
        }
        if (left == most && !stop() || left > 0 && !piece && !stop()) {
            throw new IOException("it was cut off");
        }
    }
}
