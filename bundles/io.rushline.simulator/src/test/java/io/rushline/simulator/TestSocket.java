package io.rushline.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A device's end of a live socket. */
final class TestSocket implements WebSocket.Listener {

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile WebSocket socket;

    @Override
    public void onOpen(WebSocket opened) {
        socket = opened;
        opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            received.add(text.toString());
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        end.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
        end.complete(null);
    }

    void send(String topic, String event, String ref) {
        send("{\"topic\":\"" + topic + "\",\"event\":\"" + event + "\",\"payload\":{},\"ref\":\"" + ref + "\"}");
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    /** The next message. */
    JsonNode next() throws Exception {
        String message = received.poll(30, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("Nothing came within 30 s");
        }
        return Json.MAPPER.readTree(message);
    }

    void awaitEnd() throws Exception {
        end.get(30, TimeUnit.SECONDS);
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
