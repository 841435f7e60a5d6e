package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** By which prints a clip is known. */
public class SampleTest {

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static String contentPrint(Path file) throws Exception {
        Stamp stamp = Stamp.of(file);
        return Sample.read(file, stamp).contentPrint(stamp);
    }

    private Path big(String name, int... changed) throws Exception {
        Path file = folder.newFile(name).toPath();
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.setLength(10_000_001);
            for (int at : changed) {
                bytes.seek(at);
                bytes.write(1);
            }
        }
        return file;
    }

    @Test
    public void theSameContentHasTheSamePrintUnderAnyName() throws Exception {
        Path clip = Files.writeString(folder.newFile("A001.mov").toPath(), "frames");
        Path copy = Files.writeString(folder.newFile("copy.mov").toPath(), "frames");
        assertEquals(contentPrint(clip), contentPrint(copy));
        Files.writeString(copy, "framez");
        assertNotEquals(contentPrint(clip), contentPrint(copy));
    }

    @Test
    public void thePrintsAreThoseThatOtherIngestsMake() throws Exception {
        Path clip = Files.writeString(folder.newFile("A001.mov").toPath(), "frames");
        assertEquals("122a1fc599c6a4bb2a242f3d830f78dc84c9194df28ed2ad5d069f21e12529bd", contentPrint(clip));
        Files.setLastModifiedTime(clip, FileTime.fromMillis(1_700_000_000_123L));
        Stamp stamp = Stamp.of(clip);
        assertEquals("026b97577769eecf29b2118d83525bf83a9af16d5945e5499c4318ed1b5cdcdc", Sample.read(clip, stamp).fingerprint("A001.mov", stamp));
        assertEquals("0802d42403fc9fe07c359007eedca635f1ad0e5e36f59ca5735c19cf8b43938f", contentPrint(big("big.mov", 0, 5_000_001)));
    }

    @Test
    public void aChangeAtTheBeginTheEndOrAQuarterIsAnotherContent() throws Exception {
        String before = contentPrint(big("silence.wav"));
        for (int at : new int[] {0, 65_535, 2_500_000, 5_000_010, 7_500_001, 10_000_000}) {
            assertNotEquals("at " + at, before, contentPrint(big(at + ".wav", at)));
        }
    }
}
