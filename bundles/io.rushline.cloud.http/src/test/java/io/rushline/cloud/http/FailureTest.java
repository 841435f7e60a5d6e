package io.rushline.cloud.http;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.PartUpload;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.Test;

/** What each kind of trouble is called. */
public class FailureTest extends CloudTestBase {

    @Test
    public void anUnknownNameIsSaid() throws Exception {
        assertFails(Code.NAME_UNKNOWN, () -> client(URI.create("https://no-such-host.invalid")).call(health()));
    }

    @Test
    public void aRefusedConnectionIsUnreachable() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertFails(Code.UNREACHABLE, () -> client(URI.create("https://localhost:" + port)).call(health()));
    }

    @Test
    public void aHostThatDoesNotAnswerIsUnreachable() throws Exception {
        ServerSocket full = closing(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        for (int i = 0; i < 2; i++) {
            closing(new Socket(full.getInetAddress(), full.getLocalPort())); // from now on the system drops what asks for more
        }
        assertFails(Code.UNREACHABLE, () -> hasty(URI.create("https://127.0.0.1:" + full.getLocalPort())).call(health()));
    }

    @Test
    public void aStrangersCertificateIsUntrustedAndTheStrangerNamed() throws Exception {
        Certificates forged = Certificates.make("Box\\0A of hotel", "dns:localhost");
        TlsServer server = closing(new TlsServer(forged.server(), e -> e.answer("200 OK", "", "{}")));
        CloudException refused = assertFails(Code.UNTRUSTED, () -> client(server.base()).call(health()));
        assertTrue(refused.getMessage(), refused.getMessage().endsWith("intercepts the connection (its certificate was issued by \"Box? of hotel\")."));
        assertTrue(server.requests.isEmpty());
    }

    @Test
    public void whatAnAuthorityHasSignedIsTrusted() throws Exception {
        Certificates good = Certificates.dated("dns:localhost", 0);
        TlsServer server = closing(new TlsServer(good.server(), e -> e.answer("200 OK", "", "{}")));
        assertEquals(200, client(server.base(), Optional.of(good.pem())).call(health()).status());
    }

    @Test
    public void aGoodCertificateAtTheWrongDateMeansTheClock() throws Exception {
        for (int startDays : new int[] {-10, 1000}) {
            Certificates good = Certificates.dated("dns:localhost", startDays);
            TlsServer server = closing(new TlsServer(good.server(), e -> e.answer("200 OK", "", "{}")));
            CloudException refused = assertFails(Code.CLOCK, () -> client(server.base(), Optional.of(good.pem())).call(health()));
            assertTrue(refused.getMessage(), refused.getMessage().contains("the clock shows " + LocalDate.now(ZoneOffset.UTC)));
            assertFails(Code.UNTRUSTED, () -> client(server.base()).call(health()));
            assertTrue(server.requests.isEmpty());
        }
    }

    @Test
    public void aCertificateOfAnotherHostIsSaidAndNothingIsSent() throws Exception {
        Certificates other = Certificates.make("other", "dns:elsewhere.example");
        TlsServer server = closing(new TlsServer(other.server(), e -> e.answer("200 OK", "", "{}")));
        assertFails(Code.WRONG_HOST, () -> client(server.base(), Optional.of(other.pem())).call(health()));
        assertTrue(server.requests.isEmpty());
    }

    @Test
    public void aServerThatHangsUpCutsTheExchange() throws Exception {
        TlsServer server = server(e -> e.socket().close());
        assertFails(Code.CUT, () -> client(server.base()).call(health()));
        TlsServer midAnswer = server(e -> {
            e.raw("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            e.socket().close();
        });
        assertFails(Code.CUT, () -> client(midAnswer.base()).call(health()));
        TlsServer midChunk = server(e -> {
            e.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n10\r\nabc");
            e.socket().close();
        });
        assertFails(Code.CUT, () -> client(midChunk.base()).call(health()));
    }

    @Test
    public void aServerThatSpeaksNoTlsCutsTheExchange() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> {
                try (Socket socket = plain.accept()) {
                    socket.getOutputStream().write("HTTP/1.1 302 Found\r\nLocation: http://portal/\r\n\r\n".getBytes());
                } catch (java.io.IOException over) {
                    // the test is over
                }
            });
            server.start();
            assertFails(Code.CUT, () -> client(URI.create("https://localhost:" + plain.getLocalPort())).call(health()));
            server.join();
        }
    }

    @Test
    public void aPortalsPageAndRedirectAreNoAnswers() throws Exception {
        TlsServer page = server(e -> e.answer("200 OK", "Content-Type: Text/HTML; charset=utf-8\r\n", "<html>"));
        assertFails(Code.PORTAL, () -> client(page.base()).call(health()));
        assertFails(Code.PORTAL, () -> client(page.base()).put(part(page, 0)));
        TlsServer away = server(e -> e.answer("302 Found", "Location: https://portal.example/login\r\n", ""));
        assertFails(Code.PORTAL, () -> client(away.base()).call(health()));
        TlsServer required = server(e -> e.answer("511 Network Authentication Required", "", ""));
        assertFails(Code.PORTAL, () -> client(required.base()).call(health()));
    }

    @Test
    public void anAnswerBeyondSixteenMebibytesIsNotRead() throws Exception {
        TlsServer exact = server(e -> e.answer("200 OK", "", "x".repeat(16 * 1024 * 1024)));
        assertEquals(16 * 1024 * 1024, client(exact.base()).call(health()).body().length());
        AtomicLong sent = new AtomicLong();
        TlsServer endless = server(e -> {
            e.raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n");
            while (true) {
                e.raw("x".repeat(65536));
                sent.addAndGet(65536);
            }
        });
        assertFails(Code.BAD_ANSWER, () -> client(endless.base()).call(health()));
        assertTrue("cut early", sent.get() < 64 * 1024 * 1024);
    }

    @Test
    public void whatIsNotHttpIsABadAnswer() throws Exception {
        TlsServer wrong = server(e -> e.raw("HTTP/1.1 abc OK\r\n\r\n"));
        assertFails(Code.BAD_ANSWER, () -> client(wrong.base()).call(health()));
        TlsServer manyHeads = server(e -> e.raw("HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(10_000) + "\r\n"));
        assertFails(Code.BAD_ANSWER, () -> client(manyHeads.base()).call(health()));
        TlsServer longHead = server(e -> e.raw("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000) + "\r\n\r\n"));
        assertFails(Code.BAD_ANSWER, () -> client(longHead.base()).call(health()));
    }

    @Test
    public void aBodyThatCannotBeReadIsSaidAndThePartNeverArrivesWhole() throws Exception {
        AtomicLong arrived = new AtomicLong();
        TlsServer server = server(e -> arrived.set(e.body().length));
        PartUpload.BodyException gone = new PartUpload.BodyException("the card is gone", null);
        var failed = assertFails(Code.BODY, () -> client(server.base()).put(new PartUpload(server.base(), "video/mp4", 300_000, out -> {
            out.write(new byte[200_000]);
            throw gone;
        })));
        assertSame(gone, failed.getCause());
        assertFails(Code.BODY, () -> client(server.base()).put(new PartUpload(server.base(), "video/mp4", 300_000, out ->
                out.write(new byte[200_000]))));
        assertFails(Code.BODY, () -> client(server.base()).put(new PartUpload(server.base(), "video/mp4", 300_000, out ->
                out.write(new byte[300_001]))));
        assertTrue(arrived.get() < 300_000);
    }

    @Test
    public void aRefusalGivenBeforeTheWholePartWasSentIsTheAnswer() throws Exception {
        for (int i = 0; i < 5; i++) {
            TlsServer server = server(e -> {
                e.in().readNBytes(100_000);
                e.answer("403 Forbidden", "Connection: close\r\n", "<Error><Code>SignatureDoesNotMatch</Code></Error>");
                e.socket().close();
            });
            var answer = client(server.base()).put(part(server, 64L * 1024 * 1024));
            assertEquals(403, answer.status());
            assertTrue(answer.body().contains("SignatureDoesNotMatch"));
        }
    }

    @Test
    public void aConnectionWithAnEarlyAnswerIsNotUsedAgain() throws Exception {
        TlsServer server = server(e -> {
            if (e.requestLine().startsWith("PUT")) {
                e.answer("403 Forbidden", "", "");
                e.in().readAllBytes();
            } else {
                e.answer("200 OK", "", "{}");
            }
        });
        HttpCloudClient client = client(server.base());
        assertEquals(403, client.put(part(server, 64L * 1024 * 1024)).status());
        assertEquals(200, client.call(health()).status());
        assertEquals(2, server.connections.get());
    }

    @Test
    public void aServerThatNeverAnswersTimesOut() throws Exception {
        TlsServer server = server(e -> e.in().readAllBytes());
        assertFails(Code.TIMEOUT, () -> hasty(server.base()).call(health()));
    }

    @Test
    public void aServerThatStopsReadingInTheMiddleOfAPartTimesOut() throws Exception {
        TlsServer server = server(e -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(20)));
        assertFails(Code.TIMEOUT, () -> hasty(server.base()).put(part(server, 256L * 1024 * 1024)));
    }

    @Test
    public void theAnswerToAPartMayTakeLongerThanItsBytes() throws Exception {
        TlsServer server = server(e -> {
            e.body();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3500));
            e.answer("200 OK", "", "");
        });
        assertEquals(200, patientWithAnswers(server.base(), SECOND.multipliedBy(2)).put(part(server, 10_000)).status());
        TlsServer never = server(e -> e.in().readAllBytes());
        assertFails(Code.TIMEOUT, () -> hasty(never.base()).put(part(never, 10_000)));
    }

    @Test
    public void aServerThatNeverShakesHandsTimesOut() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertFails(Code.TIMEOUT, () -> hasty(URI.create("https://localhost:" + silent.getLocalPort())).call(health()));
        }
    }

    @Test
    public void aSlowLineIsNotTakenForSilence() throws Exception {
        int size = 2_000_000; // 5 s
        TlsServer server = closing(new TlsServer(certificates.server(), 4096, e -> {
            for (int left = size; left > 0; ) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
                left -= e.in().readNBytes(Math.min(left, 40_000)).length;
            }
            e.answer("200 OK", "", "");
        }));
        assertEquals(200, patientWithAnswers(server.base(), SECOND.multipliedBy(4)).put(part(server, size)).status());
    }

    @Test
    public void aSlowDiskIsNotTakenForSilence() throws Exception {
        TlsServer server = server(e -> {
            e.body();
            e.answer("200 OK", "", "");
        });
        assertEquals(200, patientWithAnswers(server.base(), SECOND.multipliedBy(2)).put(new PartUpload(server.base(), "video/mp4", 1, out -> {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
            out.write(1);
        })).status());
    }

    private HttpCloudClient patientWithAnswers(URI base, Duration silence) throws Exception {
        return client(base, tls(Optional.of(pem)), new HttpCloudClient.Limits(LONG, silence, LONG));
    }

    @Test
    public void noMessageHoldsASignature() throws Exception {
        TlsServer server = server(e -> e.socket().close());
        var thrown = assertFails(Code.CUT, () -> client(server.base()).put(part(server, 10)));
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            assertFalse(t.toString(), t.toString().contains("X-Amz-Signature"));
        }
    }
}
