package io.rushline.console.event;

import io.rushline.console.http.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One server-sent event (WHATWG HTML, 9.2). */
record Event(String name, Object view) {

    /** Nothing but a sign of life, by which a browser can tell a quiet stream from a dead one. */
    static final Event PING = new Event("ping", Map.of());

    /** As it goes over the wire; JSON on one line needs no splitting. */
    byte[] frame() {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(("event: " + name + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        frame.writeBytes(Json.bytes(view));
        frame.writeBytes("\n\n".getBytes(StandardCharsets.UTF_8));
        return frame.toByteArray();
    }
}
