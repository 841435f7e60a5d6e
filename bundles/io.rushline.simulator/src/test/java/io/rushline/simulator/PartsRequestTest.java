package io.rushline.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.Test;

public class PartsRequestTest {

    private static final long MIB = 1 << 20;
    private final Asset recording = new Asset("a", "d", "p", null, ".mov", "video/quicktime", null, 0, 0, true, new TreeMap<>(), null,
            Instant.EPOCH, null, null);

    @Test
    public void theFirstPartMayComeLastWithTheFinalOne() throws Exception {
        Asset begun = ask(recording, "{'parts':[{'number':2,'size':6291456,'is_final':false}]}");
        Asset ended = ask(begun, "{'parts':[{'number':1,'size':5242880},{'number':3,'size':7,'is_final':true}],"
                + "'asset_name':'a.mov','asset_filesize':11534343}");
        assertEquals(11 * MIB + 7, (long) ended.filesize());
        assertEquals("a.mov", ended.name());
    }

    @Test
    public void aSmallPartAFinalOneWithoutTheWholeSizeAndSizesThatDoNotAddUpAreRefused() {
        refuses(recording, "{'parts':[{'number':1,'size':5242879}]}");
        refuses(recording, "{'parts':[{'number':1,'size':7,'is_final':true}]}");
        refuses(recording, "{'parts':[{'number':1,'size':7,'is_final':true}],'asset_filesize':8}");
        refuses(recording, "{'parts':[{'number':10001,'size':5242880}]}");
        refuses(recording, "{'parts':[{'number':'1','size':5242880}]}");
        refuses(recording, "{'parts':[{'number':1,'size':7,'is_final':true},{'number':2,'size':5242880}],'asset_filesize':5242887}");
    }

    @Test
    public void aPartMayBeAskedForAgainButNotWithAnotherSizeNorAfterTheEnd() throws Exception {
        String first = "{'parts':[{'number':1,'size':5242880}]}";
        Asset begun = ask(ask(recording, first), first);
        refuses(begun, "{'parts':[{'number':1,'size':5242881}]}");
        Asset ended = ask(begun, "{'parts':[{'number':2,'size':1,'is_final':true}],'asset_filesize':5242881}");
        ask(ended, first);
        refuses(ended, "{'parts':[{'number':3,'size':5242880}]}");
    }

    private static void refuses(Asset asset, String json) {
        assertEquals(422, assertThrows(json, Refusal.class, () -> ask(asset, json)).reply().status());
    }

    private static Asset ask(Asset asset, String json) throws Exception {
        return PartsRequest.of(new JsonFields((ObjectNode) Json.MAPPER.readTree(json.replace('\'', '"')))).applyTo(asset);
    }
}
