package io.rushline.modules.api;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.Module;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Changes modules: stage, look, install, settle, keep or go back. One update at a time; each is in the history from the moment it is asked for. Any thread. An update
 * goes on although the bundle that asked for it, or the one that offers this, is replaced by it.
 */
@ProviderType
public interface Modules {

    /** What runs and what stands by. */
    List<Module> modules();

    /** Whether the appliance runs its last known good set instead of its present one, and why, for people. */
    Optional<String> safeMode();

    /**
     * Receives and checks a module, and keeps it until it is installed or {@link #discard discarded}, or two weeks have passed. Blocks while the content comes.
     *
     * @param content  read to its end, not closed
     * @param fileName for the history; not a path
     */
    CheckedModule stage(InputStream content, String fileName, Actor by) throws ModuleException;

    /** Checked and waiting, oldest first. */
    List<CheckedModule> staged();

    void discard(String sha256, Actor by) throws ModuleException;

    /** What would change, without changing it. @param sha256 of staged modules, which switch as one or not at all */
    Plan look(List<String> sha256, Set<Allow> allowed) throws ModuleException;

    /**
     * Installs staged modules as one set. Returns when it is planned and written down; what comes of it is in {@link #find} and told to {@link UpdateListener}s.
     *
     * @throws ModuleException what {@link #look} would throw; the refusal is in the history too
     */
    Update install(List<String> sha256, Set<Allow> allowed, When when, Actor by) throws ModuleException;

    /** Goes back to the set before the present one, and settles like any update. */
    Update rollBack(Actor by) throws ModuleException;

    /** Takes an added module away, or puts what ships in the place of one that replaced it. */
    Update remove(String module, Actor by) throws ModuleException;

    /** Ends an update that has not been kept: a scheduled one does not begin, one on trial is rolled back. */
    void cancel(long update, Actor by) throws ModuleException;

    Optional<Update> find(long update);

    /** The one that goes on, or is scheduled. */
    Optional<Update> current();

    /** Who changed what when, newest first. @param limit at most 500 */
    List<Update> history(int offset, int limit) throws ModuleException;
}
