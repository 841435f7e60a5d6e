package io.rushline.console.rest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PrintsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Test
    public void thePrintOfTheContentIsTheOneThatIngestsMake() throws Exception {
        Path small = Files.writeString(folder.newFile().toPath(), "frames");
        assertEquals("122a1fc599c6a4bb2a242f3d830f78dc84c9194df28ed2ad5d069f21e12529bd", prints(small).content());
        Path big = folder.newFile().toPath();
        try (RandomAccessFile bytes = new RandomAccessFile(big.toFile(), "rw")) {
            bytes.setLength(10_000_001);
            bytes.write(1);
            bytes.seek(5_000_001);
            bytes.write(1);
        }
        assertEquals("0802d42403fc9fe07c359007eedca635f1ad0e5e36f59ca5735c19cf8b43938f", prints(big).content());
    }

    @Test
    public void theFingerprintIsOfNameAndTimeToo() throws Exception {
        Prints prints = prints(Files.writeString(folder.newFile().toPath(), "frames"));
        String usual = prints.fingerprint("A001.mov", 1);
        assertEquals(usual, prints.fingerprint("A001.mov", 1));
        assertNotEquals(usual, prints.fingerprint("A002.mov", 1));
        assertNotEquals(usual, prints.fingerprint("A001.mov", 2));
    }

    private static Prints prints(Path file) throws Exception {
        return Prints.of(file, Files.size(file));
    }
}
