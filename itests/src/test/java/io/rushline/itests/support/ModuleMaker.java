package io.rushline.itests.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Makes modules for tests: next versions of what ships, broken ones, damaged ones, sets. What it makes lies in one folder and is signed by one vendor. */
public final class ModuleMaker {

    /** The time of every entry: what is made of the same is the same. */
    private static final long TIME = 1_800_000_000_000L;

    private final Path folder;
    private final Signer vendor;
    private int made;

    /** @param folder is there, and takes what is made */
    public ModuleMaker(Path folder) {
        this(folder, Signer.valid(folder, "Vendor of a test"));
    }

    public ModuleMaker(Path folder, Signer vendor) {
        this.folder = folder;
        this.vendor = vendor;
    }

    public Signer vendor() {
        return vendor;
    }

    /** A bundle that ships, in the distribution. */
    public static Path shipped(String symbolicName) {
        return shipped().filter(jar -> jar.getFileName().toString().matches("\\Q" + symbolicName + "\\E-\\d.*\\.jar")).findFirst()
                .orElseThrow(() -> new AssertionError("the distribution has no " + symbolicName));
    }

    /** The providers among them, by name. */
    public static List<String> providers() {
        return shipped().map(jar -> jar.getFileName().toString().replaceFirst("-\\d.*", "")).filter(name -> name.startsWith("io.rushline.") && !name.endsWith(".api")).toList();
    }

    private static Stream<Path> shipped() {
        try (Stream<Path> jars = Files.list(Rushline.distribution().resolve("bundles"))) {
            return jars.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A next version of a bundle that ships: the same with a higher version, a header {@code Rushline-Test} and, in a provider, one more class. */
    public Draft next(String symbolicName, String version) {
        Draft next = of(shipped(symbolicName)).version(version).header("Rushline-Test", "next");
        return symbolicName.endsWith(".api") ? next : next.entry(Fault.entry(Fault.Marker.class), Fault.bytes(Fault.Marker.class));
    }

    /** Any bundle, to be changed. */
    public Draft of(Path jar) {
        Draft draft = new Draft();
        try (JarFile file = new JarFile(jar.toFile())) {
            draft.headers.putAll(file.getManifest().getMainAttributes());
            for (Enumeration<JarEntry> all = file.entries(); all.hasMoreElements();) {
                JarEntry entry = all.nextElement();
                if (!entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    try (InputStream in = file.getInputStream(entry)) {
                        draft.entries.put(entry.getName(), in.readAllBytes());
                    }
                }
            }
            return draft;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bundle of nobody else's that does nothing until it is given a {@link Fault}. */
    public Draft bundle(String symbolicName, String version) {
        Draft draft = new Draft();
        draft.headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        return draft.header("Bundle-ManifestVersion", "2").header("Bundle-SymbolicName", symbolicName).version(version);
    }

    /** Several bundles as one signed module. */
    public Path set(String name, String version, Draft... bundles) {
        return vendor.sign(unsignedSet(name, version, bundles));
    }

    /** The same without a signature. */
    public Path unsignedSet(String name, String version, Draft... bundles) {
        Draft set = new Draft();
        set.headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        set.header("Rushline-Module", name).header("Rushline-Module-Version", version);
        StringBuilder list = new StringBuilder();
        for (Draft each : bundles) {
            String entry = "lib/" + each.name() + "-" + each.headers.getValue("Bundle-Version") + ".jar";
            while (set.entries.containsKey(entry)) {
                entry = "lib/more/" + entry.substring("lib/".length());
            }
            set.entry(entry, each.bytes());
            String level = each.headers.getValue("Rushline-Start-Level");
            list.append(list.length() == 0 ? "" : ",").append(entry).append(level == null ? "" : ";start-level=" + level);
        }
        return set.header("Rushline-Bundles", list.toString()).write(file(name, version, ".rlm"));
    }

    /** A copy with one bit of one of its entries changed, otherwise a faultless jar: only the signature can tell. */
    public Path tampered(Path module) {
        Draft draft = of(module);
        String victim = draft.entries.keySet().stream().filter(name -> !name.startsWith("META-INF/") && draft.entries.get(name).length > 0).findFirst()
                .orElseThrow();
        draft.entries.get(victim)[draft.entries.get(victim).length / 2] ^= 1;
        try (JarFile file = new JarFile(module.toFile()); InputStream in = file.getInputStream(file.getEntry(JarFile.MANIFEST_NAME))) {
            return draft.write(copy(module, "tampered"), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with one bit of the file changed. @param where 0 at its begin to 1 at its end */
    public Path flipped(Path module, double where) {
        try {
            byte[] bytes = Files.readAllBytes(module);
            bytes[(int) Math.min(bytes.length - 1, (long) (where * bytes.length))] ^= 1;
            return Files.write(copy(module, "flipped"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy of which the end is missing. @param part how much of it is left, 0 to 1 */
    public Path truncated(Path module, double part) {
        try {
            byte[] bytes = Files.readAllBytes(module);
            return Files.write(copy(module, "truncated"), Arrays.copyOf(bytes, (int) (part * bytes.length)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A copy with an entry more, which its signature does not cover. @param entry may be anything, also a way out of the folder */
    public Path smuggled(Path module, String entry, byte[] content) {
        Draft draft = of(module).entry(entry, content);
        try (JarFile file = new JarFile(module.toFile()); InputStream in = file.getInputStream(file.getEntry(JarFile.MANIFEST_NAME))) {
            return draft.write(copy(module, "smuggled"), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path copy(Path module, String how) {
        String name = module.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return folder.resolve(name.substring(0, dot) + "-" + how + ++made + name.substring(dot));
    }

    private Path file(String name, String version, String suffix) {
        return folder.resolve(name + "-" + version + "-" + ++made + suffix);
    }

    /** A bundle in the making. */
    public final class Draft {
        private final Attributes headers = new Attributes();
        private final Map<String, byte[]> entries = new LinkedHashMap<>();

        private Draft() {
        }

        public Draft version(String version) {
            return header("Bundle-Version", version);
        }

        public Draft header(String name, String value) {
            headers.putValue(name, value);
            return this;
        }

        /** Adds an entry, or takes the place of one. */
        public Draft entry(String name, byte[] content) {
            entries.put(name, content);
            return this;
        }

        public Draft entry(String name, String content) {
            return entry(name, content.getBytes(StandardCharsets.UTF_8));
        }

        public Draft startLevel(int level) {
            return header("Rushline-Start-Level", Integer.toString(level));
        }

        /** Imports a package that nobody has. */
        public Draft missingSomething() {
            return imports("com.example.missing", "com.example.missing;version=\"[1.0,2)\"");
        }

        /** Gives it an activator that does this. */
        public Draft with(Fault fault) {
            fault.classes().forEach(type -> entry(Fault.entry(type), Fault.bytes(type)));
            imports("org.osgi.framework", "org.osgi.framework;version=\"[1.8,2)\"");
            imports("org.apache.felix.hc.api", "org.apache.felix.hc.api;version=\"[2.0,3)\"");
            return header("Bundle-Activator", fault.activator());
        }

        /** Lets it note what happens to bundles and services, in a file in the home: see {@link EventNotes}. */
        public Draft notingEvents() {
            return with(Fault.NONE).entry(Fault.entry(EventNotes.class), Fault.bytes(EventNotes.class)).header("Bundle-Activator", EventNotes.class.getName());
        }

        private Draft imports(String name, String clause) {
            String before = headers.getValue("Import-Package");
            if (before != null && List.of(before.split("[,;]")).contains(name)) {
                return this;
            }
            return header("Import-Package", before == null ? clause : before + "," + clause);
        }

        private String name() {
            String name = headers.getValue("Bundle-SymbolicName");
            return name.contains(";") ? name.substring(0, name.indexOf(';')) : name;
        }

        /** A signed module of this one bundle. */
        public Path signed() {
            return vendor.sign(unsigned());
        }

        public Path signedBy(Signer other) {
            return other.sign(unsigned());
        }

        public Path unsigned() {
            return write(file(name(), headers.getValue("Bundle-Version"), ".jar"));
        }

        private Path write(Path jar) {
            try {
                return Files.write(jar, bytes(), StandardOpenOption.CREATE_NEW);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private byte[] bytes() {
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().putAll(headers);
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            try {
                manifest.write(text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return bytes(text.toByteArray());
        }

        private Path write(Path jar, byte[] manifest) throws IOException {
            return Files.write(jar, bytes(manifest), StandardOpenOption.CREATE_NEW);
        }

        private byte[] bytes(byte[] manifest) {
            ByteArrayOutputStream jar = new ByteArrayOutputStream();
            try (JarOutputStream out = new JarOutputStream(jar)) {
                put(out, JarFile.MANIFEST_NAME, manifest);
                for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                    put(out, entry.getKey(), entry.getValue());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return jar.toByteArray();
        }

        private void put(JarOutputStream out, String name, byte[] content) throws IOException {
            JarEntry entry = new JarEntry(name);
            entry.setTime(TIME);
            out.putNextEntry(entry);
            out.write(content);
            out.closeEntry();
        }
    }
}
