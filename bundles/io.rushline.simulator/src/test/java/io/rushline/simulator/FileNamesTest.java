package io.rushline.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.Test;

public class FileNamesTest {

    @Test
    public void anOrdinaryNameStaysAsItIs() {
        assertEquals("A001_C002 (take 3).mov", FileNames.safe("A001_C002 (take 3).mov"));
    }

    @Test
    public void whatCouldLeadElsewhereOrBreakALineIsReplaced() {
        assertEquals(".._.._etc_passwd", FileNames.safe("../../etc/passwd"));
        assertEquals("a_b__c_.mov", FileNames.safe("a\nb\"'c\0.mov".replace("'", "?")));
        assertEquals("clip", FileNames.safe(".."));
        assertEquals("clip", FileNames.safe(" "));
    }

    @Test
    public void aLongNameIsCutBetweenCharactersAndKeepsItsExtension() {
        String name = FileNames.safe("\uD83C\uDFAC".repeat(100) + ".mov");
        assertTrue(name, name.endsWith(".mov"));
        assertTrue(name.getBytes(StandardCharsets.UTF_8).length <= 255);
    }
}
