package io.rushline.itests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/** A host on this machine to which nobody should come; counts who does. */
public final class Stranger implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger visits = new AtomicInteger();

    public Stranger() throws IOException {
        Thread porter = new Thread(this::count, "stranger");
        porter.setDaemon(true);
        porter.start();
    }

    private void count() {
        while (!door.isClosed()) {
            try {
                door.accept().close();
                visits.incrementAndGet();
            } catch (IOException e) {
                if (!door.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    public String url() {
        return "https://" + door.getInetAddress().getHostAddress() + ":" + port() + "/";
    }

    public int visits() {
        return visits.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
