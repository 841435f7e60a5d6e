package io.rushline.launcher;

import io.rushline.launcher.module.BundleFile;
import io.rushline.launcher.module.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.service.feature.FeatureBundle;

/**
 * A bundle that is to be installed.
 *
 * @param hash    SHA-256 that the jar must have, as features write it; empty for modules, which were checked already
 * @param standby whether it is only installed, neither needed nor started
 */
record WantedBundle(Path jar, Optional<String> hash, int startLevel, boolean standby) {

    /** A feature's. */
    static WantedBundle of(Distribution distribution, FeatureBundle bundle) {
        Object hash = bundle.getMetadata().get("hash");
        Number level = (Number) bundle.getMetadata().getOrDefault("start-level", 1);
        return new WantedBundle(distribution.jar(bundle.getID()), Optional.ofNullable(hash).map(Object::toString), level.intValue(), false);
    }

    /** A module's. @param replaced the one in whose place it stands */
    static WantedBundle of(BundleFile bundle, Optional<WantedBundle> replaced) {
        return new WantedBundle(bundle.jar(), Optional.empty(), bundle.startLevel(replaced.stream().mapToInt(WantedBundle::startLevel).findFirst()), false);
    }

    WantedBundle onStandby() {
        return new WantedBundle(jar, hash, startLevel, true);
    }

    /** Where the framework reads it: the very file, not a copy. */
    String location() {
        return Part.location(jar);
    }

    /** What its manifest says of itself. */
    Identity identity() {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            Attributes main = file.getManifest().getMainAttributes();
            String name = main.getValue(Constants.BUNDLE_SYMBOLICNAME);
            String version = main.getValue(Constants.BUNDLE_VERSION);
            return new Identity(name == null ? jar.getFileName().toString() : name.replaceFirst(";.*", "").trim(), Version.parseVersion(version),
                    main.getValue(Constants.EXPORT_PACKAGE) != null);
        } catch (IOException e) {
            throw new CommandException(jar + " cannot be read (" + e + "). Unpack the distribution again.", e);
        }
    }

    /** @param exports whether others may be wired to it */
    record Identity(String symbolicName, Version version, boolean exports) {
    }
}
