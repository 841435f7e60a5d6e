package io.rushline.modules.repository;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.Actor;
import io.rushline.modules.api.ModuleRepository;
import io.rushline.modules.api.When;
import io.rushline.modules.repository.Download.Watch;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** The one job that goes on: written down before it begins, until it has ended. Any thread. */
final class Jobs {

    private static final System.Logger LOG = System.getLogger(Jobs.class.getName());

    /** A job under way. */
    private static final class Running {
        private final Job job;
        private volatile long done;
        private volatile boolean cancelled;
        private volatile Optional<String> why = Optional.empty();

        Running(Job job) {
            this.job = job;
        }
    }

    private final Fetcher fetcher;
    private final JobFile file;
    private final Executor worker;
    private Running running;
    private volatile boolean closed;
    private volatile Optional<String> failure = Optional.empty();

    Jobs(Fetcher fetcher, JobFile file, Executor worker) {
        this.fetcher = fetcher;
        this.file = file;
        this.worker = worker;
    }

    /** Goes on with what was asked for before a restart. */
    synchronized void resume() {
        file.read().ifPresent(this::start);
    }

    /** @throws ModuleException {@link Code#BUSY} while another one goes on */
    synchronized void begin(Job job) throws ModuleException {
        if (running != null) {
            throw new ModuleException(Code.BUSY, "Other modules are being downloaded.");
        }
        file.write(job);
        failure = Optional.empty();
        start(job);
    }

    /** Installs what a medium brings, but never the same file twice by itself. @return false: later, since another job goes on */
    synchronized boolean beginFromMedium(List<Offered> modules, String medium, Instant now) {
        List<String> tried = file.tried();
        List<Offered> fresh = modules.stream().filter(one -> !tried.contains(one.sha256())).toList();
        if (fresh.isEmpty() || running != null) {
            return fresh.isEmpty();
        }
        try {
            file.tried(fresh.stream().map(Offered::sha256).toList());
            begin(new Job(fresh, Set.of(), When.NOW, new Actor(Actor.Via.USB, medium), now, false));
        } catch (ModuleException failed) {
            failed(failed);
        }
        return true;
    }

    synchronized void stop() {
        if (running != null) {
            running.cancelled = true;
        }
    }

    /** Leaves what goes on to the successor. */
    synchronized void close() {
        closed = true;
    }

    /** What the download waits for, or why the last one failed. */
    synchronized Optional<String> why() {
        return running == null ? failure : running.why;
    }

    synchronized Optional<ModuleRepository.Download> download() {
        return Optional.ofNullable(running).map(now -> new ModuleRepository.Download(now.job.ids(), now.done, now.job.totalBytes()));
    }

    private void start(Job job) {
        Running now = new Running(job);
        running = now;
        worker.execute(() -> run(now));
    }

    private void run(Running now) {
        try {
            fetcher.run(now.job, new Watch(done -> now.done = done, why -> now.why = why, () -> now.cancelled || closed), () -> closed);
            end(false);
        } catch (ModuleException failed) {
            if (failed.code() != Code.CANCELLED) {
                failed(failed);
            }
            end(true);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError broken) {
            LOG.log(System.Logger.Level.ERROR, "Modules could not be fetched", broken);
            failure = Optional.of("The modules could not be fetched, for a reason that stands in the log.");
            end(true);
        }
    }

    private synchronized void end(boolean failed) {
        if (closed && failed) {
            return; // being stopped is no failure; the file is there for the successor
        }
        running = null;
        try {
            file.delete();
        } catch (ModuleException left) {
            failed(left);
        }
    }

    private void failed(ModuleException why) {
        failure = Optional.of(why.getMessage());
        LOG.log(System.Logger.Level.WARNING, "Modules could not be fetched: " + why.getMessage(), why.getCause());
    }
}
