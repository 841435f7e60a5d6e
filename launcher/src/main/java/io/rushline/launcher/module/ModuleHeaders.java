package io.rushline.launcher.module;

import io.rushline.host.api.ModuleException;
import io.rushline.host.api.ModuleException.Code;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.apache.felix.utils.manifest.Clause;
import org.apache.felix.utils.manifest.Parser;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * What the main attributes of a manifest say of a module.
 *
 * @param bundles    of a set ({@code .rlm}): the inner jars' paths, and the start levels given with them; empty for a module that is one bundle
 * @param startLevel of a module that is one bundle
 */
record ModuleHeaders(String name, Version version, Map<String, OptionalInt> bundles, OptionalInt startLevel) {

    static final String MODULE = "Rushline-Module";
    static final String MODULE_VERSION = "Rushline-Module-Version";
    static final String BUNDLES = "Rushline-Bundles";
    static final String START_LEVEL = "Rushline-Start-Level";

    private static final String PATH_START_LEVEL = "start-level";
    private static final int LOWEST = 1;
    private static final int HIGHEST = 10;
    /** OSGi Core 1.3.2; names become file names, hence the length. */
    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final int LONGEST = 120;
    private static final Set<String> FRAMEWORK = Set.of(Constants.SYSTEM_BUNDLE_SYMBOLICNAME, "org.apache.felix.framework");

    /** Whether it is a set of bundles ({@code .rlm}), not one alone. */
    boolean isSet() {
        return !bundles.isEmpty();
    }

    /** Of a signed file, which is a bundle or a set of bundles. */
    static ModuleHeaders of(Manifest manifest, String where) throws ModuleException {
        Attributes main = manifest.getMainAttributes();
        if (main.getValue(MODULE) == null && main.getValue(BUNDLES) == null) {
            return ofBundle(manifest, where);
        }
        Map<String, OptionalInt> bundles = new LinkedHashMap<>();
        for (Clause clause : clauses(main, BUNDLES, where)) {
            String level = clause.getAttribute(PATH_START_LEVEL);
            if (bundles.put(clause.getName(), level == null ? OptionalInt.empty() : startLevel(level, BUNDLES, where)) != null) {
                throw malformed(BUNDLES, clause.getName() + " is named twice", where, null);
            }
        }
        return new ModuleHeaders(symbolicName(value(main, MODULE, where), MODULE, where), version(main, MODULE_VERSION, where), bundles, OptionalInt.empty());
    }

    /** Of a bundle, alone or in a set. */
    static ModuleHeaders ofBundle(Manifest manifest, String where) throws ModuleException {
        Attributes main = manifest.getMainAttributes();
        if (!"2".equals(value(main, Constants.BUNDLE_MANIFESTVERSION, where))) {
            throw malformed(Constants.BUNDLE_MANIFESTVERSION, "2 is expected", where, null);
        }
        String name = symbolicName(clauses(main, Constants.BUNDLE_SYMBOLICNAME, where)[0].getName(), Constants.BUNDLE_SYMBOLICNAME, where);
        Version version = version(main, Constants.BUNDLE_VERSION, where);
        if (main.getValue(Constants.FRAGMENT_HOST) != null && FRAMEWORK.contains(clauses(main, Constants.FRAGMENT_HOST, where)[0].getName())) {
            throw malformed(Constants.FRAGMENT_HOST, "a module cannot be a part of the framework", where, null);
        }
        String level = main.getValue(START_LEVEL);
        return new ModuleHeaders(name, version, Map.of(), level == null ? OptionalInt.empty() : startLevel(level, START_LEVEL, where));
    }

    private static String value(Attributes main, String header, String where) throws ModuleException {
        String value = main.getValue(header);
        if (value == null || value.isBlank()) {
            throw new ModuleException(Code.NOT_A_MODULE, where + " is no OSGi bundle or set of bundles: its manifest has no " + header + ".");
        }
        return value.trim();
    }

    private static Clause[] clauses(Attributes main, String header, String where) throws ModuleException {
        try {
            Clause[] clauses = Parser.parseHeader(value(main, header, where));
            if (clauses.length == 0) {
                throw malformed(header, "it is empty", where, null);
            }
            return clauses;
        } catch (IllegalArgumentException e) {
            throw malformed(header, e.getMessage(), where, e);
        }
    }

    private static String symbolicName(String name, String header, String where) throws ModuleException {
        if (name.length() > LONGEST || !SYMBOLIC_NAME.matcher(name).matches()) {
            throw malformed(header, "a symbolic name of at most " + LONGEST + " letters is expected", where, null);
        }
        return name;
    }

    private static Version version(Attributes main, String header, String where) throws ModuleException {
        String value = value(main, header, where);
        try {
            Version version = Version.parseVersion(value);
            if (version.toString().length() > LONGEST) {
                throw malformed(header, "it is too long", where, null);
            }
            return version;
        } catch (IllegalArgumentException e) {
            throw malformed(header, e.getMessage(), where, e);
        }
    }

    private static OptionalInt startLevel(String value, String header, String where) throws ModuleException {
        try {
            int level = Integer.parseInt(value.trim());
            if (level >= LOWEST && level <= HIGHEST) {
                return OptionalInt.of(level);
            }
        } catch (NumberFormatException e) {
            throw malformed(header, "the start level is no number", where, e);
        }
        throw malformed(header, "start levels go from " + LOWEST + " to " + HIGHEST, where, null);
    }

    private static ModuleException malformed(String header, String why, String where, Exception cause) {
        return new ModuleException(Code.NOT_A_MODULE, where + ": " + header + " in its manifest is malformed: " + why + ".", cause);
    }
}
