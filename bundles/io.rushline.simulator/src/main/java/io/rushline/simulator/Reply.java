package io.rushline.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What goes back to the caller.
 *
 * @param body of the content type; ignored where there is a {@code file}
 * @param file sent as it is; null for none
 */
record Reply(int status, String contentType, byte[] body, Path file, Map<String, String> headers) {

    static Reply json(Object value) {
        return json(200, value);
    }

    static Reply json(int status, Object value) {
        return new Reply(status, "application/json", Json.bytes(value), null, Map.of("Cache-Control", "no-store"));
    }

    static Reply empty(int status) {
        return text(status, "text/plain;charset=utf-8", "");
    }

    static Reply text(int status, String contentType, String text) {
        return new Reply(status, contentType, text.getBytes(StandardCharsets.UTF_8), null, Map.of());
    }

    static Reply file(Path file) {
        return new Reply(200, "application/octet-stream", new byte[0], file, Map.of());
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, contentType, body, file, Map.copyOf(more));
    }

    void send(Response response, Callback callback) {
        response.setStatus(status);
        headers.forEach(response.getHeaders()::put);
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        if (status != 204) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
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
