package io.rushline.ingest.recorder;

import static org.junit.Assert.assertEquals;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class PrintsTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static Prints prints(Path file) throws Exception {
        return Prints.of(file, Files.readAttributes(file, BasicFileAttributes.class));
    }

    @Test
    public void thePrintsAreThoseThatOtherIngestsMake() throws Exception {
        Path clip = Files.writeString(folder.newFile("A001.mov").toPath(), "frames");
        Files.setLastModifiedTime(clip, FileTime.fromMillis(1_700_000_000_123L));
        assertEquals("122a1fc599c6a4bb2a242f3d830f78dc84c9194df28ed2ad5d069f21e12529bd", prints(clip).content());
        assertEquals("026b97577769eecf29b2118d83525bf83a9af16d5945e5499c4318ed1b5cdcdc", prints(clip).fingerprint());
        Path big = folder.newFile("big.mov").toPath();
        try (RandomAccessFile bytes = new RandomAccessFile(big.toFile(), "rw")) {
            bytes.setLength(10_000_001);
            bytes.write(1);
            bytes.seek(5_000_001);
            bytes.write(1);
        }
        assertEquals("0802d42403fc9fe07c359007eedca635f1ad0e5e36f59ca5735c19cf8b43938f", prints(big).content());
    }
}
