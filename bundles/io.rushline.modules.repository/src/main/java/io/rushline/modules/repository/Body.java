package io.rushline.modules.repository;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An answer's body, taken by the reader at its own pace, which notices when nothing comes any more. Closing it before its end closes the connection. */
final class Body implements BodySubscriber<Body>, AutoCloseable {

    /** What came: bytes, the end (both null), or what went wrong. */
    private record Event(List<ByteBuffer> bytes, Throwable wrong) {
    }

    private static final long LOOK_NANOS = 200_000_000L;

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private Iterator<ByteBuffer> here = Collections.emptyIterator();
    private boolean asked;

    /**
     * @param stop asked a few times a second
     * @return null: the end, or it was stopped
     * @throws HttpTimeoutException nothing came for so long
     */
    ByteBuffer next(Duration silence, BooleanSupplier stop) throws IOException, InterruptedException {
        long until = System.nanoTime() + silence.toNanos();
        while (!stop.getAsBoolean()) {
            if (here.hasNext()) {
                return here.next();
            }
            if (!asked) {
                asked = true;
                subscription.thenAccept(upstream -> upstream.request(1));
            }
            Event event = events.poll(Math.min(LOOK_NANOS, Math.max(1, until - System.nanoTime())), TimeUnit.NANOSECONDS);
            if (event == null) {
                if (System.nanoTime() - until >= 0) {
                    throw new HttpTimeoutException("nothing came for " + silence.toSeconds() + " s");
                }
            } else if (event.wrong != null) {
                throw new IOException("the answer was cut off", event.wrong);
            } else if (event.bytes == null) {
                return null;
            } else {
                asked = false;
                here = event.bytes.iterator();
            }
        }
        return null;
    }

    /** The same for readers of streams; an interrupt and a stop end it as a cut does. */
    InputStream stream(Duration silence, BooleanSupplier stop) {
        return new InputStream() {
            private ByteBuffer bytes = ByteBuffer.allocate(0);

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                try {
                    while (bytes != null && !bytes.hasRemaining()) {
                        bytes = next(silence, stop);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
                if (stop.getAsBoolean()) {
                    throw new InterruptedIOException("it was stopped");
                }
                if (bytes == null) {
                    return -1;
                }
                int got = Math.min(length, bytes.remaining());
                bytes.get(into, offset, got);
                return got;
            }
        };
    }

    @Override
    public void close() {
        subscription.thenAccept(Flow.Subscription::cancel);
    }

    @Override
    public CompletionStage<Body> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription upstream) {
        subscription.complete(upstream);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        events.add(new Event(buffers, null));
    }

    @Override
    public void onError(Throwable wrong) {
        events.add(new Event(null, wrong));
    }

    @Override
    public void onComplete() {
        events.add(new Event(null, null));
    }
}
