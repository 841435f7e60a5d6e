package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.Test;

public class SeenFilesTest {

    private final SeenFiles seen = new SeenFiles(TestDatabase.SHARED, Path.of("/clips", UUID.randomUUID().toString()));

    private static SeenFile file(String name, long inode, long item) {
        return new SeenFile(name, 10, 20, inode, "f".repeat(64), item, Optional.empty());
    }

    private void record(SeenFile file, SeenFile replaced, SeenFile movedFrom) throws Exception {
        seen.record(List.of(new SeenFiles.Change(file, Optional.ofNullable(replaced), Optional.ofNullable(movedFrom))));
    }

    @Test
    public void moreNamesThanFitIntoAQueryAreFound() throws Exception {
        List<String> names = new ArrayList<>();
        List<SeenFiles.Change> changes = new ArrayList<>();
        for (int i = 0; i < 2 * SeenFiles.CHUNK + 3; i++) {
            names.add("day1/A" + i);
            changes.add(new SeenFiles.Change(file("day1/A" + i, i, i), Optional.empty(), Optional.empty()));
        }
        assertTrue(seen.isEmpty());
        seen.record(changes);
        assertFalse(seen.isEmpty());
        names.add("unknown");
        assertEquals(names.size() - 1, seen.named(names).size());
        assertEquals(file("day1/A7", 7, 7), seen.named(names).get("day1/A7"));
        assertEquals(Map.of(), seen.named(List.of()));
    }

    @Test
    public void anotherFolderOfTheSameFilesKnowsNothing() throws Exception {
        record(file("A001", 1, 1), null, null);
        SeenFiles other = new SeenFiles(TestDatabase.SHARED, Path.of("/other"));
        assertEquals(Map.of(), other.named(List.of("A001")));
        assertEquals(Map.of(), other.withInodes(List.of(1L)));
    }

    @Test
    public void aFileWhoseNameAnotherTookStaysKnownByItsInode() throws Exception {
        SeenFile first = file("A001", 1, 11);
        SeenFile second = file("A001", 2, 12);
        record(first, null, null);
        record(second, first, null);
        assertEquals(Map.of("A001", second), seen.named(List.of("A001")));
        assertEquals(List.of(first), seen.withInodes(List.of(1L)).get(1L));
        SeenFile renamed = file("A001.old", 1, 11);
        record(renamed, null, first);
        assertEquals(List.of(renamed), seen.withInodes(List.of(1L)).get(1L));
    }

    @Test
    public void aFileThatWasRewrittenInPlaceIsKnownOnceOnly() throws Exception {
        SeenFile first = file("A001", 1, 11);
        record(first, null, null);
        record(file("A001", 1, 12), first, null);
        assertEquals(List.of(file("A001", 1, 12)), seen.withInodes(List.of(1L)).get(1L));
    }

    @Test
    public void theDeviceIsRemembered() throws Exception {
        assertEquals(OptionalLong.empty(), seen.device());
        seen.recordDevice(5);
        seen.recordDevice(6);
        assertEquals(OptionalLong.of(6), seen.device());
    }
}
