package io.rushline.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.rushline.simulator.CloudUnderTest.Answer;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;

/** Misbehaviour on order, and real-time uploads that break a rule. */
public class TroubleTest {

    private static final String TYPE = "video/quicktime";
    private static final String FIVE = "{'name':'a.mov','filetype':'video/quicktime','filesize':5}";

    @ClassRule
    public static final TestCertificate CERTIFICATE = new TestCertificate();
    @Rule
    public final CloudUnderTest cloud = new CloudUnderTest(CERTIFICATE);

    @Before
    public void pair() throws Exception {
        cloud.pair();
    }

    private Answer put() throws Exception {
        return cloud.put(create(FIVE).get("upload_urls").get(0).textValue(), TYPE, new byte[5]);
    }

    private JsonNode create(String asset) throws Exception {
        return cloud.post("/v2/devices/assets", asset).json();
    }

    @Test
    public void uploadUrlsEndAsEarlyAsOrdered() throws Exception {
        cloud.post("/_sim/faults", "{'urlSeconds':60}");
        String url = create(FIVE).get("upload_urls").get(0).textValue();
        cloud.clock.pass(Duration.ofSeconds(61));
        Answer late = cloud.put(url, TYPE, new byte[5]);
        assertEquals(403, late.status());
        assertTrue(late.text(), late.text().contains("<Code>AccessDenied</Code><Message>Request has expired</Message>"));
    }

    @Test
    public void putsAreRefusedInTheWordsOfS3AsOftenAsOrdered() throws Exception {
        cloud.post("/_sim/faults", "{'s3':{'code':'SlowDown','count':2}}");
        Answer slow = put();
        assertEquals(503, slow.status());
        assertTrue(slow.text(), slow.text().contains("<Code>SlowDown</Code>"));
        cloud.post("/_sim/faults", "{'s3':{'code':'RequestTimeout','status':400}}");
        assertEquals(400, put().status());
        assertEquals(200, put().status());
        assertEquals(0, cloud.state().at("/counters/refusals").intValue());
    }

    @Test
    public void anyAnswerCanBeOrderedForAPath() throws Exception {
        cloud.post("/_sim/faults", "{'answer':[{'path':'/v2/devices/assets','status':200,'body':'[[[','count':1},"
                + "{'path':'/v2/devices/me','status':302,'location':'https://elsewhere.example/','count':1},"
                + "{'path':'/health','body':'<html>','contentType':'text/html','repeat':100000}]}");
        assertEquals("[[[", cloud.post("/v2/devices/assets", FIVE).text());
        assertEquals(200, put().status());
        assertEquals(302, cloud.get("/v2/devices/me").status());
        assertEquals(200, cloud.get("/v2/devices/me").status());
        assertEquals(600_000, cloud.get("/health").text().length());
        assertEquals(0, cloud.state().at("/faults/answers").size());
    }

    @Test
    public void aClockThatIsOffShowsInTheDateAndRefusesPuts() throws Exception {
        cloud.post("/_sim/faults", "{'clockSkewSeconds':86400}");
        HttpHeaders headers = cloud.headers("/health");
        Instant said = ZonedDateTime.parse(headers.firstValue("Date").orElseThrow(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        assertEquals(86_400, Duration.between(cloud.clock.instant(), said).toSeconds(), 2);
        assertTrue(put().text().contains("RequestTimeTooSkewed"));
        cloud.post("/_sim/faults", "{'clockSkewSeconds':0}");
        assertEquals(200, put().status());
    }

    @Test
    public void theSinkCountsBytesAndKeepsNone() throws Exception {
        assertEquals(204, cloud.post("/_sim/sink", "{'on':true}").status());
        JsonNode asset = create(FIVE);
        assertEquals(200, cloud.put(asset.get("upload_urls").get(0).textValue(), TYPE, new byte[5]).status());
        String id = asset.get("id").textValue();
        assertFalse(cloud.completed(id).has("sha256"));
        assertEquals(5, cloud.state().at("/counters/bytesReceived").intValue());
        assertEquals(410, cloud.get("/_sim/assets/" + id + "/content").status());
        cloud.post("/_sim/sink", "{'on':false}");
        JsonNode kept = create(FIVE);
        cloud.put(kept.get("upload_urls").get(0).textValue(), TYPE, new byte[5]);
        assertTrue(cloud.completed(kept.get("id").textValue()).has("sha256"));
    }

    @Test
    public void realTimeUploadsThatBreakARuleAreRefused() throws Exception {
        JsonNode asset = create("{'is_realtime_upload':true,'filetype':'video/quicktime','name':'A.mov'}");
        String parts = "/v2/devices/assets/" + asset.get("id").textValue() + "/realtime_upload/parts";
        refused(parts, "{'parts':[{'number':1,'size':5242879,'is_final':false}]}");
        refused(parts, "{'parts':[{'number':10001,'size':5242880,'is_final':false}]}");
        refused(parts, "{'parts':[{'number':0,'size':5242880,'is_final':false}]}");
        refused(parts, "{'parts':[{'number':1,'size':5368709121,'is_final':false}]}");
        refused(parts, "{'parts':[]}");
        String first = "{'parts':[{'number':1,'size':5242880,'is_final':false}]}";
        String url = cloud.post(parts, first).json().at("/upload_urls/0").textValue();
        assertEquals("asked again", URI.create(url).getPath(), URI.create(cloud.post(parts, first).json().at("/upload_urls/0").textValue()).getPath());
        refused(parts, "{'parts':[{'number':1,'size':5242881,'is_final':false}]}");
        refused(parts, "{'parts':[{'number':3,'size':7,'is_final':true}]}");
        refused(parts, "{'parts':[{'number':3,'size':7,'is_final':true}],'asset_filesize':5242888}");
        JsonNode last = cloud.post(parts, "{'parts':[{'number':3,'size':7,'is_final':true}],'asset_filesize':5242887}").json();
        refused(parts, "{'parts':[{'number':4,'size':5242880,'is_final':false}]}");
        assertEquals(200, cloud.put(last.at("/upload_urls/0").textValue(), TYPE, new byte[7]).status());
        assertFalse("the first is missing", cloud.asset(asset.get("id").textValue()).get("complete").booleanValue());
        assertEquals(200, cloud.put(url, TYPE, new byte[5_242_880]).status());
        cloud.completed(asset.get("id").textValue());
        assertEquals("any other path is recorded", 404, cloud.post(parts.replace("realtime_upload/parts", "realtime_upload/complete"), "{}").status());
        assertEquals(10, cloud.state().at("/counters/refusals").intValue());
    }

    @Test
    public void theHeadOfARecordingMayComeAfterItsFinalPart() throws Exception {
        JsonNode asset = create("{'is_realtime_upload':true,'filetype':'video/quicktime','name':'A.mov'}");
        String parts = "/v2/devices/assets/" + asset.get("id").textValue() + "/realtime_upload/parts";
        cloud.put(cloud.post(parts, "{'parts':[{'number':2,'size':7,'is_final':true}],'asset_filesize':5242887}").json().at("/upload_urls/0")
                .textValue(), TYPE, new byte[7]);
        assertFalse(cloud.asset(asset.get("id").textValue()).get("complete").booleanValue());
        refused(parts, "{'parts':[{'number':1,'size':5242881,'is_final':false}]}");
        refused(parts, "{'parts':[{'number':1,'size':5242880,'is_final':true}],'asset_filesize':5242887}");
        cloud.put(cloud.post(parts, "{'parts':[{'number':1,'size':5242880,'is_final':false}]}").json().at("/upload_urls/0").textValue(), TYPE,
                new byte[5_242_880]);
        cloud.completed(asset.get("id").textValue());
    }

    private void refused(String path, String body) throws Exception {
        Answer answer = cloud.post(path, body);
        assertEquals(answer.text(), 422, answer.status());
    }
}
