package io.rushline.modules;

import io.rushline.host.api.CheckedModule;
import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import io.rushline.host.api.ModuleHost;
import io.rushline.host.api.ModuleHost.Allow;
import io.rushline.host.api.Plan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What somebody asked for, kept so that it can be planned anew.
 *
 * @param files   SHA-256 of the modules to install
 * @param allowed what the person allowed
 * @param module  the one to remove; empty otherwise
 */
record Wish(Kind kind, List<String> files, Set<Allow> allowed, String module) {
    Wish {
        files = List.copyOf(files);
        allowed = Set.copyOf(allowed);
    }

    /** The kinds of wishes. */
    enum Kind {
        INSTALL, ROLL_BACK, REMOVE
    }

    static Wish install(Collection<String> files, Set<Allow> allowed) {
        return new Wish(Kind.INSTALL, List.copyOf(files), allowed, "");
    }

    static Wish rollBack() {
        return new Wish(Kind.ROLL_BACK, List.of(), Set.of(), "");
    }

    static Wish remove(String module) {
        return new Wish(Kind.REMOVE, List.of(), Set.of(), module);
    }

    Plan plan(ModuleHost host) throws ModuleException {
        return switch (kind) {
            case INSTALL -> host.plan(modules(host), allowed);
            case ROLL_BACK -> host.planRollBack();
            case REMOVE -> host.planRemoval(module);
        };
    }

    private List<CheckedModule> modules(ModuleHost host) throws ModuleException {
        if (files.isEmpty()) {
            throw new ModuleException(Code.UNKNOWN, "No module was named.");
        }
        List<CheckedModule> modules = new ArrayList<>();
        for (String file : files) {
            modules.add(host.checked(file));
        }
        return modules;
    }
}
