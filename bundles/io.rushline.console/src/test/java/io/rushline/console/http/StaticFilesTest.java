package io.rushline.console.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class StaticFilesTest {

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    @Test
    public void aBrowserGetsAPageOnceAndThenOnlyThatItIsStillGood() throws Exception {
        try (TestServer server = new TestServer(home.getRoot().toPath())) {
            HttpResponse<String> page = server.get("/main.js");
            assertEquals("text/javascript; charset=utf-8", page.headers().firstValue("Content-Type").orElseThrow().toLowerCase());
            assertEquals("no-cache", page.headers().firstValue("Cache-Control").orElseThrow());
            String etag = page.headers().firstValue("ETag").orElseThrow();
            assertEquals(304, server.get("/main.js", "If-None-Match", etag).statusCode());
            assertEquals(200, server.get("/main.js", "If-None-Match", "\"other\"").statusCode());
            assertEquals(200, server.send("HEAD", "/", null).statusCode());
        }
    }

    @Test
    public void onlyWhatIsInTheFolderIsThere() throws Exception {
        try (TestServer server = new TestServer(home.getRoot().toPath())) {
            for (String path : new String[] {"/none.js", "/web/main.js", "/openapi.json", "/migrations/001_create_accounts.sql",
                    "/system/console"}) {
                assertEquals(path, 404, server.get(path).statusCode());
            }
            assertTrue(server.get("/%2e%2e/openapi.json").statusCode() >= 400);
        }
    }

    @Test
    public void anImportMapInsideAPageIsAllowedByItsHash() {
        String map = "\n {\"imports\": {\"lit\": \"/lib/lit/index.js\"}}\n ";
        String page = "<!doctype html><script type=\"importmap\">" + map + "</script><script>alert(1)</script>";
        String policy = new StaticFiles(Map.of("/index.html", page.getBytes(StandardCharsets.UTF_8), "/login.html",
                page.getBytes(StandardCharsets.UTF_8))).contentSecurityPolicy();
        assertTrue(policy, policy.contains("script-src 'self' 'sha256-BYdRlvHwQM2PmwA8J+MW/hetAFpsP+5G+PRLzzWtAzw=';"));
        assertEquals(policy, 2, policy.split("sha256-").length);
        assertFalse(policy, policy.contains("unsafe"));
    }
}
