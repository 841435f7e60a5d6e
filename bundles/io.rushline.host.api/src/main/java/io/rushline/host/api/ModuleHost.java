package io.rushline.host.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Which modules run, and the way from one set of them to the next. A set is tried before it is kept: until {@link #commit}, a power cut, a crash of the
 * JVM, a part that hangs and a deadline that passes all lead back to the set that was kept last. Any thread; {@link #begin}, {@link #commit} and
 * {@link #rollBack} go on in a thread of the launcher even when the caller's bundle is stopped by them.
 */
@ProviderType
public interface ModuleHost {

    /** What runs now: what ships with the distribution, what was added or replaced, and former versions that stand by. */
    List<Module> modules();

    /**
     * Checks a file and keeps it: signature, certificate chain, validity, each entry, and what it says of itself. Nothing of it reaches the framework. The
     * file is copied before it is checked, so it may change afterwards. The same content again changes nothing.
     */
    CheckedModule check(Path file) throws ModuleException;

    /** A module that was checked and kept before, its signature checked again. {@link ModuleException.Code#UNKNOWN} when it is not there. */
    CheckedModule checked(String sha256) throws ModuleException;

    /**
     * Reads the files of all that runs once more: what ships is held against the distribution's hashes, what was added is checked like a new module, but for
     * whether its certificate is valid today. Blocks while it reads.
     */
    List<Verification> verify();

    /** Deletes checked files that are neither in a set that is kept nor among these. */
    void discardExcept(Set<String> sha256);

    /**
     * A dry run: what would be another when these modules run too, or in place of their former versions. Changes nothing.
     *
     * @throws ModuleException with what is in the way: a requirement nobody meets, bundles outside of the set that would restart, a lower version
     */
    Plan plan(List<CheckedModule> modules, Set<Allow> allowed) throws ModuleException;

    /** The way back to the set before the present one. {@link ModuleException.Code#NOTHING_BEFORE} when there is none. */
    Plan planRollBack() throws ModuleException;

    /** The set without a module that was added, or with what ships in place of one that was replaced. */
    Plan planRemoval(String module) throws ModuleException;

    /**
     * Installs the plan's bundles beside those that run and switches over, in the order of their start levels. Returns when all of them have started; the set is then on
     * trial. Where one does not start, the former set runs again when this throws.
     *
     * @param trial    how long it may be on trial until it is rolled back by itself
     * @throws ModuleException also {@link ModuleException.Code#BUSY} while another set is on trial, {@link ModuleException.Code#OUTDATED} for a plan from before another switch
     */
    Trial begin(Plan plan, Duration trial) throws ModuleException;

    /** The set that is on trial; empty in ordinary times. */
    Optional<Trial> trial();

    /** Keeps the set on trial; on disk when it returns. */
    void commit(Trial trial) throws ModuleException;

    /** Goes back to the set that was kept last; it runs again when this returns. Where parts of the new one cannot be stopped, the process restarts instead. */
    void rollBack(Trial trial, ModuleException.Code why, String detail) throws ModuleException;

    /** How trials ended that this host ended by itself, oldest first, until they are {@link #forget forgotten}: written before a restart, read after it. */
    List<Outcome> outcomes();

    void forget(Outcome outcome);

    /** Whether this start is one of {@code --safe}, or became one after several starts failed: why, for people. */
    Optional<String> safeMode();

    /** What a person may allow. */
    enum Allow {
        /** A lower version than the one that runs. */
        DOWNGRADE
    }
}
