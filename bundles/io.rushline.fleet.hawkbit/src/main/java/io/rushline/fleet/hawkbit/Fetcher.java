package io.rushline.fleet.hawkbit;

import io.rushline.fleet.hawkbit.Action.Phase;
import io.rushline.fleet.hawkbit.Deployment.Artifact;
import io.rushline.fleet.hawkbit.Message.Execution;
import io.rushline.fleet.hawkbit.Message.Finished;
import io.rushline.fleet.hawkbit.Message.Resource;
import io.rushline.fleet.hawkbit.Notes.Ending;
import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.modules.api.ModuleDownloads;
import io.rushline.modules.api.ModuleDownloads.Wanted;
import io.rushline.modules.api.Modules;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

/** Downloads and stages the files of an action in the background, one action at a time. Any thread. */
final class Fetcher {

    /** Bytes. */
    record Progress(String action, long done, long of) {
    }

    private static final System.Logger LOG = System.getLogger(Fetcher.class.getName());
    /** What another try may heal. */
    static final Set<Code> PASSING = Set.of(Code.BUSY, Code.STORE, Code.OUTDATED);

    /** A download under way. */
    private static final class Job {
        private final String action;
        private final List<Artifact> artifacts;
        private final Map<String, String> headers;
        private final Ddi ddi;
        private volatile boolean cancelled;
        private volatile long done;

        Job(String action, List<Artifact> artifacts, Ddi ddi) {
            this.action = action;
            this.artifacts = artifacts;
            this.ddi = ddi;
            this.headers = Map.of("Authorization", ddi.authorization());
        }

        /** The token goes to the server alone. */
        Wanted wanted(Artifact artifact) {
            return new Wanted(artifact.link(), ddi.atServer(artifact.link()) ? headers : Map.of(), artifact.item().sizeBytes(), artifact.item().sha256());
        }

        long total() {
            return artifacts.stream().mapToLong(one -> one.item().sizeBytes()).sum();
        }
    }

    private final Notebook book;
    private final Around around;
    private final Executor worker;
    private final Time time;
    private final Runnable ended;
    private volatile Job running;
    private volatile Optional<String> why = Optional.empty();

    /** @param ended called when a download has ended for good, in its thread */
    Fetcher(Notebook book, Around around, Executor worker, Time time, Runnable ended) {
        this.book = book;
        this.around = around;
        this.worker = worker;
        this.time = time;
        this.ended = ended;
    }

    Optional<Progress> progress() {
        return Optional.ofNullable(running).map(job -> new Progress(job.action, job.done, job.total()));
    }

    /** Why the last download broke off, to be tried again. */
    Optional<String> why() {
        return why;
    }

    /** Does nothing while a download goes on; one of another action is ended first. */
    synchronized void start(Action action, Deployment deployment, Ddi ddi) {
        if (running != null) {
            running.cancelled |= !running.action.equals(action.id()) || !running.artifacts.stream().map(Artifact::item).toList().equals(action.items());
            return;
        }
        Job job = new Job(action.id(), deployment.artifacts(), ddi);
        running = job;
        worker.execute(() -> run(job));
    }

    /** Ends between two pieces. */
    synchronized void cancel() {
        if (running != null) {
            running.cancelled = true;
        }
    }

    private void run(Job job) {
        boolean news = false;
        try {
            why = Optional.empty();
            bring(job);
            book.change(notes -> wanted(notes, job).map(action -> downloaded(notes, action)).orElse(notes));
            news = true;
        } catch (ModuleException failed) {
            news = failed(job, failed);
        } catch (IOException failed) {
            again("A downloaded file could not be read: " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | LinkageError gone) {
            again("The download broke off, since a part of the appliance is being replaced or is broken.", gone);
        } finally {
            running = null;
            if (news && !around.closing().getAsBoolean()) {
                ended.run();
            }
        }
    }

    private void bring(Job job) throws ModuleException, IOException, InterruptedException {
        long before = 0;
        for (Artifact artifact : job.artifacts) {
            if (stopped(job)) {
                throw new ModuleException(Code.CANCELLED, "");
            }
            Modules modules = there(around.modules().get());
            if (modules.staged().stream().noneMatch(one -> one.sha256().equals(artifact.item().sha256()))) {
                ModuleDownloads downloads = there(around.downloads().get());
                long base = before;
                Path file = downloads.fetch(job.wanted(artifact), here -> job.done = base + here, () -> stopped(job));
                try (InputStream content = Files.newInputStream(file)) {
                    CheckedModule checked = modules.stage(content, artifact.item().filename(), Action.actor(job.action));
                    LOG.log(System.Logger.Level.INFO, "Action {0} of the fleet brought {1} {2}.", job.action, checked.name(), checked.version());
                } finally {
                    Files.deleteIfExists(file);
                }
            }
            before += artifact.item().sizeBytes();
            job.done = before;
        }
    }

    private boolean stopped(Job job) {
        return job.cancelled || around.closing().getAsBoolean() || around.metered().getAsBoolean();
    }

    private static <T> T there(Optional<T> service) throws ModuleException {
        return service.orElseThrow(() -> new ModuleException(Code.BUSY, "A part that updates need is away, or is being replaced."));
    }

    /** The action that the job was for, if it is still to be downloaded, and with these files. */
    private static Optional<Action> wanted(Notes notes, Job job) {
        return notes.current(job.action).filter(action -> action.phase() == Phase.DOWNLOADING && action.items().equals(job.artifacts.stream().map(Artifact::item).toList()));
    }

    private Notes downloaded(Notes notes, Action action) {
        return notes.with(action.to(Phase.DOWNLOADED).nowLoaded())
                .tell(Message.feedback(Resource.DEPLOYMENT, action.id(), Execution.DOWNLOADED, Finished.NONE, "All files have come and are signed as they should be.", time.now()));
    }

    /** @return whether the server is to be asked at once */
    private boolean failed(Job job, ModuleException failed) {
        if (job.cancelled || around.closing().getAsBoolean() || failed.code() == Code.CANCELLED) {
            return job.cancelled; // where links are metered, the next poll finds out when they are no more
        }
        if (PASSING.contains(failed.code())) {
            again(failed.getMessage(), failed);
            return false;
        }
        LOG.log(System.Logger.Level.WARNING, "Action " + job.action + " of the fleet failed: " + failed.getMessage(), failed.getCause());
        Message closing = Message.feedback(Resource.DEPLOYMENT, job.action, Execution.CLOSED, Finished.FAILURE, reason(failed), time.now());
        try {
            book.change(notes -> wanted(notes, job).map(action -> notes.end(job.action, Ending.FAILURE, closing).tell(closing)).orElse(notes));
            return true;
        } catch (ModuleException notKept) {
            again(notKept.getMessage(), notKept);
            return false;
        }
    }

    /** For the server: stable code, and a sentence. */
    static String reason(ModuleException failed) {
        return failed.code() + ": " + failed.getMessage();
    }

    private void again(String sentence, Throwable cause) {
        why = Optional.of(sentence);
        LOG.log(System.Logger.Level.WARNING, "Files of the fleet's action could not be fetched, which is tried again", cause);
    }
}
