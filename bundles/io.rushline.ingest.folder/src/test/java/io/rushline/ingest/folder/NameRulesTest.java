package io.rushline.ingest.folder;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.junit.Test;

public class NameRulesTest {

    private final NameRules rules = new NameRules(List.of("*.xml", "proxies/**"));

    @Test
    public void hiddenTemporaryAndSystemFilesAreNoClips() {
        for (String name : List.of(".hidden", "._A001.mov", ".DS_Store", "Thumbs.db", "THUMBS.DB", "A001.mov.part", "A001.mov.partial", "A001.tmp",
                "A001.TEMP", "A001.mov.crdownload", "A001.mov.filepart", "A001.mov~", "~$take.docx", ".A001.mov.x7Yz3q", "day1/A001.mov.part")) {
            assertTrue(name, rules.ignoresFile(Path.of(name)));
        }
    }

    @Test
    public void otherFilesAreClips() {
        for (String name : List.of("A001.mov", "party.mov", "part", "A001.partly.mov", "tmp.mov", "~A001.mov", "a~b.mov", "no extension",
                "day.1/A001.MXF")) {
            assertFalse(name, rules.ignoresFile(Path.of(name)));
        }
    }

    @Test
    public void systemDirectoriesAreSkipped() {
        for (String name : List.of("lost+found", ".Trashes", ".Spotlight-V100", "System Volume Information", "$RECYCLE.BIN", "day1/.fseventsd")) {
            assertTrue(name, rules.ignoresDirectory(Path.of(name)));
        }
        assertFalse(rules.ignoresDirectory(Path.of("DCIM/100CLIPS")));
    }

    @Test
    public void thePatternsOfTheSettingsAreIgnoredToo() {
        assertTrue(rules.ignoresFile(Path.of("day1/A001.xml")));
        assertTrue(rules.ignoresFile(Path.of("proxies/A001.mov")));
        assertFalse(rules.ignoresFile(Path.of("day1/proxies/A001.mov")));
        assertThrows(PatternSyntaxException.class, () -> new NameRules(List.of("[")));
    }

    @Test
    public void partnersSayThatAFileIsStillGrowing() {
        List<Path> partners = rules.partners(Path.of("/clips/A001.mov"));
        for (String end : List.of(".part", ".aria2", ".filepart")) {
            assertTrue(end, partners.contains(Path.of("/clips/A001.mov" + end)));
        }
        assertEquals(Path.of("/clips"), partners.get(0).getParent());
    }
}
