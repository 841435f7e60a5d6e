package io.rushline.cloud.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/** A TLS server that shows requests as they came, byte for byte, and answers as a test says: also wrongly, late or not at all. */
final class TlsServer implements AutoCloseable {

    /** What to do once a request's head is there. */
    interface Script {
        void run(Exchange exchange) throws IOException;
    }

    /** One request, and the connection it came on. */
    record Exchange(String head, InputStream in, OutputStream out, Socket socket) {

        String requestLine() {
            return head.lines().findFirst().orElseThrow();
        }

        /** Names in lower case. */
        Map<String, String> headers() {
            return head.lines().skip(1).filter(line -> !line.isEmpty())
                    .collect(Collectors.toMap(line -> line.substring(0, line.indexOf(':')).toLowerCase(), line -> line.substring(line.indexOf(':')
                            + 1).strip()));
        }

        byte[] body() throws IOException {
            return in.readNBytes(Integer.parseInt(headers().getOrDefault("content-length", "0")));
        }

        void answer(String status, String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            raw("HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n" + body);
        }

        void raw(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private final ServerSocket listener;
    private final Script script;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    final BlockingQueue<Exchange> requests = new LinkedBlockingQueue<>();
    final AtomicInteger connections = new AtomicInteger();

    TlsServer(SSLContext tls, Script script) throws IOException {
        this(tls, 0, script);
    }

    /** @param receiveBufferBytes 0: as the system likes */
    TlsServer(SSLContext tls, int receiveBufferBytes, Script script) throws IOException {
        this.listener = tls.getServerSocketFactory().createServerSocket();
        if (receiveBufferBytes > 0) {
            listener.setReceiveBufferSize(receiveBufferBytes);
        }
        listener.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.script = script;
        threads.execute(this::accept);
    }

    URI base() {
        return URI.create("https://localhost:" + listener.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                sockets.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // the test is over
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            for (String head = head(socket.getInputStream()); !head.isEmpty(); head = head(socket.getInputStream())) {
                Exchange exchange = new Exchange(head, socket.getInputStream(), socket.getOutputStream(), socket);
                requests.add(exchange);
                script.run(exchange);
            }
        } catch (IOException clientWent) {
            // what became of it is for the client to say
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            head.write(b);
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }
}
