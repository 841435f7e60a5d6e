package io.rushline.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.InputStreamContentSource;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What goes back to the caller.
 *
 * @param body   of the content type; ignored where there is a {@code file}
 * @param repeat how many times the body is sent in a row
 * @param file   sent as it is; null for none
 */
record Reply(int status, String contentType, byte[] body, int repeat, Path file, Map<String, String> headers) {

    private static final int BLOCK = 64 << 10;

    static Reply json(Object value) {
        return json(200, value);
    }

    static Reply json(int status, Object value) {
        return new Reply(status, "application/json", Json.bytes(value), 1, null, Map.of("Cache-Control", "no-store"));
    }

    static Reply empty(int status) {
        return text(status, "text/plain;charset=utf-8", "");
    }

    static Reply text(int status, String contentType, String text) {
        return new Reply(status, contentType, text.getBytes(StandardCharsets.UTF_8), 1, null, Map.of());
    }

    static Reply file(Path file) {
        return new Reply(200, "application/octet-stream", new byte[0], 1, file, Map.of());
    }

    /** With the body that many times in a row. */
    Reply repeated(int times) {
        return new Reply(status, contentType, body, times, file, headers);
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, repeat, file, Map.copyOf(more));
    }

    private Enumeration<InputStream> copies() {
        int together = Math.max(1, BLOCK / Math.max(1, body.length)); // one by one a small body would take minutes
        byte[] block = new byte[together * body.length];
        for (int copy = 0; copy < together; copy++) {
            System.arraycopy(body, 0, block, copy * body.length, body.length);
        }
        Iterator<InputStream> copies = Stream.concat(Collections.nCopies(repeat / together, block).stream(),
                Collections.nCopies(repeat % together, body).stream()).<InputStream>map(ByteArrayInputStream::new).iterator();
        return new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return copies.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return copies.next();
            }
        };
    }

    void send(Response response, Callback callback) {
        response.setStatus(status);
        headers.forEach(response.getHeaders()::put);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (status != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        }
        if (repeat > 1) {
            Content.copy(new InputStreamContentSource(new SequenceInputStream(copies())), response, callback);
            return;
        }
        if (file == null) {
            response.write(true, ByteBuffer.wrap(body), callback);
            return;
        }
        try {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, Files.size(file));
            Content.copy(Content.Source.from(file), response, callback);
        } catch (IOException e) {
            callback.failed(e);
        }
    }
}
