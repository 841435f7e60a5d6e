package io.rushline.console.http;

import static io.rushline.console.http.Answers.assertProblem;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.rushline.console.FakeConnector;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class GateTest {

    private static final String[] FROM_LAN = {"X-Test-Remote", "192.168.1.7"};
    private static final String LOGIN = "{\"name\":\"admin\",\"password\":\"correct horse\"}";

    @Rule
    public final TemporaryFolder home = new TemporaryFolder();

    private TestServer server;

    @Before
    public void start() throws Exception {
        server = new TestServer(home.getRoot().toPath());
        server.services.connector(new FakeConnector());
    }

    @After
    public void stop() throws Exception {
        server.close();
    }

    @Test
    public void whileTheGateDoesNotStandNobodyIsToldToLogIn() throws Exception {
        server.withoutGate = true;
        for (String path : new String[] {"session", "status", "modules"}) {
            HttpResponse<String> answer = server.get("/api/v1/" + path);
            assertEquals(path + " " + answer.body(), 503, answer.statusCode());
        }
        server.withoutGate = false;
        assertEquals(200, server.get("/api/v1/session").statusCode());
    }

    @Test
    public void aForeignHostNameOpensNothing() throws Exception {
        assertTrue(raw("GET /api/v1/status HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 421"));
        assertTrue(raw("GET /main.js HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 421"));
        assertTrue(raw("GET /api/v1/status HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 421"));
        assertTrue(raw("GET /api/v1/status HTTP/1.1\r\nHost: cart-b.local:99\r\nConnection: close\r\n\r\n").startsWith("HTTP/1.1 200"));
    }

    @Test
    public void whatChangesSomethingNeedsTheConsolesHeader() throws Exception {
        assertProblem(403, "request.foreign", server.send("POST", "/api/v1/pairing", null));
        assertProblem(403, "request.foreign", server.send("DELETE", "/api/v1/pairing", null));
        assertProblem(403, "request.foreign", server.send("POST", "/api/v1/login", LOGIN, "Content-Type", "application/json"));
        assertEquals(202, server.post("/api/v1/pairing", "").statusCode());
        assertEquals(202, server.send("POST", "/api/v1/pairing", null, "Authorization", "Bearer " + server.access.localToken()).statusCode());
    }

    @Test
    public void anotherOriginIsRefusedEvenWithTheHeader() throws Exception {
        String own = "http://127.0.0.1:" + server.port();
        assertEquals(202, server.post("/api/v1/pairing", "", "Origin", own, "Sec-Fetch-Site", "same-origin").statusCode());
        for (String origin : new String[] {"http://evil.example", "null", "http://127.0.0.1:1", own + ".evil.example", "::"}) {
            assertProblem(403, "request.foreign", server.post("/api/v1/pairing", "", "Origin", origin));
        }
        assertProblem(403, "request.foreign", server.post("/api/v1/pairing", "", "Sec-Fetch-Site", "cross-site"));
        assertProblem(403, "request.foreign", server.get("/api/v1/status", "Sec-Fetch-Site", "same-site"));
        assertEquals("a link from elsewhere", 200,
                server.get("/", "Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate").statusCode());
    }

    @Test
    public void plainFormsOfWebConsoleNeedAnOrigin() throws Exception {
        assertProblem(403, "request.foreign", server.send("POST", "/system/console/bundles", "action=stop"));
        assertProblem(405, "request.method", server.send("POST", "/system/console/bundles", "action=stop", "Origin", server.uri("").toString()));
    }

    @Test
    public void untilAPasswordIsSetTheNetworkIsKeptOut() throws Exception {
        for (String path : new String[] {"/api/v1/status", "/api/v1/session", "/api/v1/openapi.json", "/", "/login", "/main.js"}) {
            assertProblem(403, "access.local-only", server.get(path, FROM_LAN));
        }
        assertEquals(200, server.get("/").statusCode());
        assertEquals("{\"name\":\"local\",\"role\":\"ADMIN\",\"passwordSet\":false,\"passwordLost\":false}", server.get("/api/v1/session").body());
        assertProblem(409, "access.no-password", server.post("/api/v1/login", LOGIN));
        assertProblem(401, "access.login", server.get("/api/v1/status", "Authorization", "Bearer guess"));
    }

    @Test
    public void onceAPasswordIsSetEverybodyLogsIn() throws Exception {
        String first = cookie(server.post("/api/v1/password", "{\"password\":\"correct horse\"}"));
        assertEquals(200, server.get("/api/v1/status", "Cookie", first).statusCode());
        assertProblem(401, "access.login", server.get("/api/v1/status"));
        assertProblem(401, "access.login", server.get("/api/v1/status", FROM_LAN));
        assertEquals("{\"name\":null,\"role\":null,\"passwordSet\":true,\"passwordLost\":false}", server.get("/api/v1/session", FROM_LAN).body());
        assertEquals(200, server.get("/api/v1/openapi.json", FROM_LAN).statusCode());
        String session = cookie(server.post("/api/v1/login", LOGIN, FROM_LAN));
        assertEquals(200, server.get("/api/v1/status", "X-Test-Remote", "192.168.1.7", "Cookie", session).statusCode());
        HttpResponse<String> out = server.post("/api/v1/logout", "", "Cookie", session);
        assertEquals(204, out.statusCode());
        assertTrue(out.headers().firstValue("Set-Cookie").orElseThrow().contains("Max-Age=0"));
        assertProblem(401, "access.login", server.get("/api/v1/status", "Cookie", session));
        assertProblem(401, "access.wrong-login", server.post("/api/v1/login", "{\"name\":\"admin\",\"password\":\"\"}"));
        assertEquals(200, server.get("/api/v1/status", "Authorization", "Bearer " + server.access.localToken()).statusCode());
    }

    @Test
    public void servletsOfOtherBundlesLearnWhoAsks() throws Exception {
        assertEquals("for local", server.get(TestServer.OtherBundle.PATH).body());
        String cookie = cookie(server.post("/api/v1/password", "{\"password\":\"correct horse\"}"));
        assertEquals("for admin", server.get(TestServer.OtherBundle.PATH, "Cookie", cookie).body());
        assertEquals("for null", server.get(TestServer.OtherBundle.PATH).body());
    }

    @Test
    public void theSessionCookieIsForThisConsoleOnly() throws Exception {
        HttpResponse<String> answer = server.post("/api/v1/password", "{\"password\":\"correct horse\"}");
        assertEquals("{\"name\":\"admin\",\"role\":\"ADMIN\",\"passwordSet\":true,\"passwordLost\":false}", answer.body());
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        for (String attribute : new String[] {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=2592000"}) {
            assertTrue(cookie, cookie.contains(attribute));
        }
        assertTrue("256 bits", cookie.matches("rushline_session=[-_A-Za-z0-9]{43};.*"));
    }

    @Test
    public void pagesLeadToTheLoginAndItsPartsAreOpen() throws Exception {
        server.post("/api/v1/password", "{\"password\":\"correct horse\"}");
        for (String path : new String[] {"/", "/system/console/bundles", "/index.html"}) {
            HttpResponse<String> answer = server.get(path, "Accept", "text/html,*/*");
            assertEquals(path, 302, answer.statusCode());
            assertEquals("/login?next=" + path.replace("/", "%2F"), answer.headers().firstValue("Location").orElseThrow());
            assertProblem(401, "access.login", server.get(path));
        }
        assertEquals("<!doctype html>login", server.get("/login?next=%2F").body());
        assertEquals("<!doctype html>login", server.get("/login.html").body());
        assertEquals("export {}", server.get("/main.js").body());
        assertProblem(401, "access.login", server.get("/system/console/res/ui.js"));
        assertProblem(401, "access.login", server.send("POST", "/system/console/bundles", "", "Origin", server.uri("").toString()));
    }

    @Test
    public void withoutItsDatabaseTheConsoleShowsButDoesNothing() throws Exception {
        server.close();
        server = new TestServer(home.getRoot().toPath(), false);
        assertEquals(200, server.get("/api/v1/status").statusCode());
        assertEquals("{\"name\":\"local\",\"role\":\"VIEWER\",\"passwordSet\":null,\"passwordLost\":false}", server.get("/api/v1/session").body());
        assertProblem(403, "access.role", server.post("/api/v1/pairing", ""));
        assertProblem(403, "access.role", server.get("/api/v1/logs"));
        assertProblem(403, "access.role", server.get("/system/console/bundles"));
        assertProblem(503, "access.store", server.post("/api/v1/login", LOGIN));
        assertProblem(503, "database.away", server.get("/", FROM_LAN));
    }

    @Test
    public void aSessionIsNotEndedByAConsoleThatIsJustStarting() throws Exception {
        server.close();
        server = new TestServer(home.getRoot().toPath(), false);
        Files.writeString(Files.createDirectories(server.fixture.home().resolve("secrets")).resolve("admin-password-set"), "");
        for (String path : new String[] {"/api/v1/session", "/api/v1/status", "/api/v1/events", "/"}) {
            assertProblem(503, "database.away", server.get(path, "Cookie", "rushline_session=x", "Accept", "text/html"));
            assertProblem(503, "database.away", server.get(path, "Cookie", "rushline_session=x", FROM_LAN[0], FROM_LAN[1]));
        }
        assertEquals("the login is there for who has none", 200, server.get("/login", "Cookie", "rushline_session=x").statusCode());
        assertProblem(401, "access.login", server.get("/api/v1/status"));
    }

    @Test
    public void whatAProxyHandsOnNeverComesFromTheApplianceItself() throws Exception {
        for (String header : new String[] {"Forwarded", "X-Forwarded-For", "Via"}) {
            assertProblem(403, "access.local-only", server.get("/api/v1/status", header, "127.0.0.1"));
            assertEquals(200, server.get("/api/v1/status", header, "x", "Authorization", "Bearer " + server.access.localToken()).statusCode());
        }
    }

    @Test
    public void aPasswordLostWithItsDatabaseIsSaidAtTheLoginAndSetAnewWithTheLocalToken() throws Exception {
        server.post("/api/v1/password", "{\"password\":\"correct horse\"}");
        server.fixture.loseDatabase(server.access);
        assertEquals(302, server.get("/", "Accept", "text/html").statusCode());
        assertEquals(200, server.get("/login", "Via", "1.1 proxy").statusCode());
        assertEquals("{\"name\":null,\"role\":null,\"passwordSet\":false,\"passwordLost\":true}", server.get("/api/v1/session").body());
        assertProblem(409, "access.password-lost", server.post("/api/v1/login", LOGIN));
        assertProblem(401, "access.login", server.post("/api/v1/password", "{\"password\":\"by a stranger\"}"));
        assertEquals(200, server.post("/api/v1/password", "{\"password\":\"correct horse\"}", "Authorization",
                "Bearer " + server.access.localToken()).statusCode());
        assertEquals(200, server.post("/api/v1/login", LOGIN).statusCode());
    }

    @Test
    public void guessingIsSlowedDown() throws Exception {
        server.post("/api/v1/password", "{\"password\":\"correct horse\"}");
        for (int i = 0; i < 3; i++) {
            assertProblem(401, "access.wrong-login", server.post("/api/v1/login", "{\"name\":\"admin\",\"password\":\"guess\"}"));
        }
        HttpResponse<String> answer = server.post("/api/v1/login", LOGIN);
        assertProblem(429, "access.too-many", answer);
        assertEquals("1", answer.headers().firstValue("Retry-After").orElseThrow());
    }

    @Test
    public void everyAnswerCarriesSecurityHeaders() throws Exception {
        for (String path : new String[] {"/", "/main.js", "/api/v1/status", "/api/v1/nothing", "/nothing"}) {
            HttpResponse<String> answer = server.get(path);
            String policy = answer.headers().firstValue("Content-Security-Policy").orElseThrow();
            assertTrue(policy, policy.startsWith("default-src 'self';") && policy.contains("frame-ancestors 'none'"));
            assertFalse(policy, policy.contains("unsafe"));
            assertEquals("nosniff", answer.headers().firstValue("X-Content-Type-Options").orElseThrow());
            assertTrue(answer.headers().firstValue("Referrer-Policy").isPresent());
        }
        assertEquals("no-store", server.get("/api/v1/status").headers().firstValue("Cache-Control").orElseThrow());
    }

    @Test
    public void noSecretIsInAnAnswerToAWrongRequest() throws Exception {
        String body = server.post("/api/v1/login", "{\"name\":\"admin\",\"password\":\"hunter22\",\"x\":1}").body();
        assertEquals("request.malformed", new ObjectMapper().readTree(body).get("code").asText());
        assertFalse(body, body.contains("hunter22"));
    }

    private static String cookie(HttpResponse<String> answer) {
        assertEquals(answer.body(), 200, answer.statusCode());
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private String raw(String request) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.port()); InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
