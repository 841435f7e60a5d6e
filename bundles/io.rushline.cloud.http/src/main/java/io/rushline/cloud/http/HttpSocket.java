package io.rushline.cloud.http;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.CloudSocket;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One web socket: puts messages together, bounds them, and tells its end once. */
final class HttpSocket implements CloudSocket, WebSocket.Listener {

    static final int MAX_MESSAGE_CHARS = 1024 * 1024;
    private static final long CLOSE_SECONDS = 2;

    private final CloudSocket.Listener listener;
    private final Executor threads;
    private final Duration silence;
    private final Consumer<HttpSocket> forget;
    private final Object hearing = new Object();
    private final Object sending = new Object();

    /** Of the JDK's calls, which come one after the other. */
    private final StringBuilder message = new StringBuilder();

    // guarded by this
    private WebSocket socket;
    private boolean handedOver;
    private boolean over;

    HttpSocket(CloudSocket.Listener listener, Executor threads, Duration silence, Consumer<HttpSocket> forget) {
        this.listener = listener;
        this.threads = threads;
        this.silence = silence;
        this.forget = forget;
    }

    /** Until here its end is for the one who opens it to tell, from here on it is the listener's to hear. */
    synchronized void handOver(WebSocket made) throws CloudException {
        if (over) {
            made.abort();
            throw new CloudException(Code.CUT, "ended at once", null);
        }
        socket = made;
        handedOver = true;
    }

    @Override
    public void send(String text) throws CloudException {
        synchronized (sending) {
            WebSocket to = open();
            try {
                to.sendText(text, true).get(silence.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw ended(new CloudException(Code.CUT, "interrupted", null));
            } catch (TimeoutException stuck) {
                throw ended(new CloudException(Code.TIMEOUT, "nothing moved for " + silence.toSeconds() + " s", null));
            } catch (ExecutionException failed) {
                throw ended(new CloudException(Failures.code(failed.getCause(), true), "", failed.getCause()));
            }
        }
    }

    @Override
    public void close() {
        if (finish()) {
            WebSocket ending = socket();
            if (ending != null) {
                ending.sendClose(WebSocket.NORMAL_CLOSURE, "").orTimeout(CLOSE_SECONDS, TimeUnit.SECONDS)
                        .whenComplete((sent, failed) -> ending.abort());
            }
        }
    }

    /** Ends it at once and tells the listener, unless it has ended. */
    void end(CloudException why) {
        if (finish()) {
            WebSocket ending = socket();
            if (ending != null) {
                ending.abort();
            }
            if (isHandedOver()) {
                threads.execute(() -> tell(why));
            }
        }
    }

    @Override
    public void onOpen(WebSocket made) {
        synchronized (this) {
            socket = made;
        }
        made.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
        if (message.length() + piece.length() > MAX_MESSAGE_CHARS) {
            end(new CloudException(Code.BAD_ANSWER, "a message of more than 1 MiB", null));
            return null;
        }
        message.append(piece);
        if (last) {
            String whole = message.toString();
            message.setLength(0);
            synchronized (hearing) {
                if (isOpen()) {
                    listener.received(whole);
                }
            }
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end(new CloudException(Code.CUT, "closed by the cloud, status " + status, null));
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(new CloudException(Failures.code(error, true), "", error));
    }

    private CloudException ended(CloudException why) {
        end(why);
        return why;
    }

    private void tell(CloudException why) {
        synchronized (hearing) {
            listener.ended(why);
        }
    }

    /** Whether it was not over before. */
    private boolean finish() {
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
        }
        forget.accept(this);
        return true;
    }

    private synchronized WebSocket open() throws CloudException {
        if (over || socket == null) {
            throw new CloudException(Code.CUT, "the socket has ended", null);
        }
        return socket;
    }

    private synchronized WebSocket socket() {
        return socket;
    }

    private synchronized boolean isHandedOver() {
        return handedOver;
    }

    private synchronized boolean isOpen() {
        return !over;
    }
}
