package io.rushline.cloud.http;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.Call;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.PartUpload;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.Test;

/** What goes out and what comes back when all is well. */
public class RequestTest extends CloudTestBase {

    @Test
    public void anAuthorisedCallCarriesVersionAndTokenAndNothingElse() throws Exception {
        TlsServer server = server(e -> e.answer("200 OK", "X-Twice: a\r\nX-Twice: b\r\nContent-Type: application/json\r\n", "{\"id\":\"ü\"}"));
        Answer answer = client(server.base()).call(Call.get("/v2/devices/me", "secret"));
        TlsServer.Exchange seen = server.requests.take();
        assertEquals("GET /v2/devices/me HTTP/1.1", seen.requestLine());
        assertEquals(Map.of("host", server.base().getAuthority(), "x-client-version", "4.5.6", "authorization", "Bearer secret"), seen.headers());
        assertEquals(200, answer.status());
        assertEquals("{\"id\":\"ü\"}", answer.body());
        assertEquals(Optional.of("b"), answer.header("x-twice"));
        assertEquals(Optional.of(InetAddress.getLoopbackAddress()), answer.from());
    }

    @Test
    public void aJsonCallCarriesItsDocument() throws Exception {
        AtomicReference<byte[]> body = new AtomicReference<>();
        TlsServer server = server(e -> {
            body.set(e.body());
            e.answer("201 Created", "", "");
        });
        assertEquals(201, client(server.base()).call(Call.post("/v2/devices/assets", "secret", "{\"name\":\"ü.mov\"}")).status());
        assertEquals("application/json", server.requests.take().headers().get("content-type"));
        assertArrayEquals("{\"name\":\"ü.mov\"}".getBytes(StandardCharsets.UTF_8), body.get());
    }

    @Test
    public void aFormIsSentAsMultipartWithoutFileNames() throws Exception {
        AtomicReference<String> body = new AtomicReference<>();
        TlsServer server = server(e -> {
            body.set(new String(e.body(), StandardCharsets.UTF_8));
            e.answer("200 OK", "", "{}");
        });
        client(server.base()).call(Call.form("/v2/auth/token", Map.of("grant_type", "refresh_token", "client_id", "ü")));
        String type = server.requests.take().headers().get("content-type");
        assertTrue(type, type.startsWith("multipart/form-data; boundary="));
        assertTrue(body.get(), body.get().contains("Content-Disposition: form-data; name=\"grant_type\"\r\n"));
        assertTrue(body.get(), body.get().contains("\r\n\r\nrefresh_token\r\n"));
        assertTrue(body.get(), body.get().contains("\r\n\r\nü\r\n"));
        assertFalse(body.get(), body.get().contains("filename"));
    }

    @Test
    public void aPartCarriesExactlyWhatWasSigned() throws Exception {
        AtomicReference<byte[]> body = new AtomicReference<>();
        TlsServer server = server(e -> {
            body.set(e.body());
            e.answer("200 OK", "ETag: \"1\"\r\n", "");
        });
        URI url = URI.create(server.base() + "/b//k%2Fey%20+.mov?X-Amz-Credential=a%2Fb&X-Amz-Signature=a+b%2B&empty=");
        Answer answer = client(server.base()).put(new PartUpload(url, "video/quicktime", 5, out ->
                out.write("hello".getBytes(StandardCharsets.UTF_8))));
        TlsServer.Exchange seen = server.requests.take();
        assertEquals("PUT /b//k%2Fey%20+.mov?X-Amz-Credential=a%2Fb&X-Amz-Signature=a+b%2B&empty= HTTP/1.1", seen.requestLine());
        assertEquals(Map.of("host", server.base().getAuthority(), "content-type", "video/quicktime", "x-amz-acl", "private", "content-length", "5"),
                seen.headers());
        assertEquals("hello", new String(body.get(), StandardCharsets.UTF_8));
        assertEquals(200, answer.status());
        assertEquals(Optional.of(InetAddress.getLoopbackAddress()), answer.from());
    }

    @Test
    public void anEmptyPartSaysThatItIsEmpty() throws Exception {
        TlsServer server = server(e -> e.answer("200 OK", "", ""));
        client(server.base()).put(part(server, 0));
        assertEquals("0", server.requests.take().headers().get("content-length"));
    }

    @Test
    public void connectionsAreUsedAgainAndNoCookieIsSentBack() throws Exception {
        TlsServer server = server(e -> {
            e.body();
            e.answer("200 OK", "Set-Cookie: a=b\r\n", "{}");
        });
        HttpCloudClient client = client(server.base());
        for (int i = 0; i < 3; i++) {
            client.call(health());
            client.put(part(server, 100_000));
        }
        assertEquals(1, server.connections.get());
        assertTrue(server.requests.stream().noneMatch(e -> e.headers().containsKey("cookie")));
    }

    @Test
    public void anyStatusIsAnAnswer() throws Exception {
        for (String status : Set.of("204 No Content", "304 Not Modified", "401 Unauthorized", "409 Conflict", "503 Service Unavailable")) {
            TlsServer server = server(e -> e.raw("HTTP/1.1 " + status + "\r\nRetry-After: 7\r\n\r\n"));
            int expected = Integer.parseInt(status.substring(0, 3));
            TlsServer closing = server(e -> {
                e.raw("HTTP/1.1 " + status + "\r\nRetry-After: 7\r\nConnection: close\r\n\r\n");
                e.socket().close();
            });
            assertEquals(expected, client(closing.base()).call(health()).status());
            server.close();
        }
    }

    @Test
    public void aRedirectOnTheSameHostIsNotFollowed() throws Exception {
        TlsServer server = server(e -> e.answer("302 Found", "Location: /elsewhere\r\n", ""));
        assertEquals(302, client(server.base()).call(health()).status());
        assertEquals(1, server.requests.size());
    }

    @Test
    public void onlyHttpsGoesOut() throws Exception {
        HttpCloudClient client = client(URI.create("https://localhost:1"));
        for (String url : Set.of("http://localhost/x", "ftp://localhost/x", "https:///x", "https://me@localhost/x")) {
            assertFails(Code.BAD_ADDRESS, () -> client.put(new PartUpload(URI.create(url), "video/mp4", 0, out -> { })));
        }
    }
}
