package io.rushline.console.event;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.BooleanSupplier;

/**
 * One browser's end of the stream. Holds what that browser has not taken yet, up to a limit, and never blocks whoever offers more: the
 * container says when it can take some (Jakarta Servlet, 5.4: non-blocking I/O).
 */
final class Reader implements WriteListener {

    static final int MAX_PENDING_BYTES = 1024 * 1024;

    private final ServletOutputStream out;
    private final BooleanSupplier allowed;
    private final Runnable whenClosed;
    private final Queue<byte[]> pending = new ArrayDeque<>();
    private long pendingBytes;
    private boolean unflushed;
    private boolean closed;

    /**
     * @param allowed    whether this browser may still listen
     * @param whenClosed called once, when nothing more will be sent
     */
    Reader(ServletOutputStream out, BooleanSupplier allowed, Runnable whenClosed) {
        this.out = out;
        this.allowed = allowed;
        this.whenClosed = whenClosed;
    }

    boolean allowed() {
        return allowed.getAsBoolean();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Queues a frame; a reader that has fallen too far behind is closed. */
    void offer(byte[] frame) {
        boolean tooSlow;
        synchronized (this) {
            tooSlow = !closed && pendingBytes + frame.length > MAX_PENDING_BYTES;
            if (!closed && !tooSlow) {
                pending.add(frame);
                pendingBytes += frame.length;
            }
        }
        if (tooSlow) {
            close();
        } else {
            pump();
        }
    }

    @Override
    public void onWritePossible() {
        pump();
    }

    @Override
    public void onError(Throwable broken) {
        close(); // the browser is gone
    }

    private void pump() {
        try {
            write();
        } catch (IOException | RuntimeException e) {
            close(); // the browser is gone, or the server is stopping: no other reader may suffer from it
        }
    }

    private synchronized void write() throws IOException {
        while (!closed && (!pending.isEmpty() || unflushed) && out.isReady()) {
            byte[] frame = pending.poll();
            if (frame == null) {
                unflushed = false;
                out.flush();
            } else {
                pendingBytes -= frame.length;
                unflushed = true;
                out.write(frame);
            }
        }
    }

    void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            pending.clear();
        }
        whenClosed.run();
    }
}
