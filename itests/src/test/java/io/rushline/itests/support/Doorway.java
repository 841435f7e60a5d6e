package io.rushline.itests.support;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A port of this machine that leads to another one, until a test wants it otherwise. Any thread. */
public final class Doorway implements AutoCloseable {

    /** What happens to whoever comes. */
    public enum Way {
        OPEN,
        /** Nobody listens. */
        REFUSED,
        /** The connection is reset as soon as something is said. */
        RESET,
        /** It ends in an orderly way as soon as something is said: in the middle of the TLS handshake. */
        BROKEN_OFF,
        /** Nothing is answered. */
        SILENT
    }

    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile int leadsTo;
    private volatile Way way;
    private ServerSocket door;

    public Doorway(int leadsTo) throws IOException {
        this.leadsTo = leadsTo;
        open(0);
        port = door.getLocalPort();
        way = Way.OPEN;
    }

    public int port() {
        return port;
    }

    /** From now on, also for those who have come before. */
    public void is(Way now) throws IOException {
        way = now;
        if (now == Way.REFUSED) {
            door.close();
        } else if (door.isClosed()) {
            Await.until("the port is free again", AGAIN, () -> { // somebody may go out by it
                open(port);
                return true;
            });
        }
        sockets.forEach(Doorway::reset);
    }

    /** To somebody else, from now on, also for those who have come before. */
    public void leadsTo(int other) throws IOException {
        leadsTo = other;
        is(Way.OPEN);
    }

    private void open(int at) throws IOException {
        ServerSocket opened = new ServerSocket();
        opened.setReuseAddress(true);
        opened.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), at));
        door = opened;
        start(() -> {
            while (true) {
                Socket guest = opened.accept();
                sockets.add(guest);
                start(() -> receive(guest));
            }
        });
    }

    private void receive(Socket guest) throws IOException {
        switch (way) {
            case OPEN, REFUSED -> {
                Socket host = new Socket(InetAddress.getLoopbackAddress(), leadsTo);
                sockets.add(host);
                start(() -> pass(host, guest));
                pass(guest, host);
            }
            case RESET -> {
                guest.getInputStream().read();
                reset(guest);
            }
            case BROKEN_OFF -> {
                guest.getInputStream().read();
                guest.shutdownOutput();
                guest.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
            case SILENT -> guest.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } finally {
            from.close();
            to.close();
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException closed) {
                // By either side, or by the test.
            }
        }, "doorway");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            is(Way.REFUSED);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
