package io.rushline.itests.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicLong;

/** Somebody who speaks TLS in place of the cloud, with a certificate for 127.0.0.1 that somebody else has signed, and counts what it is told. */
public final class Impostor implements AutoCloseable {

    private final ServerSocket door;
    private final AtomicLong received = new AtomicLong();

    public Impostor(Signer self) throws IOException {
        door = self.tls().getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread porter = new Thread(this::listen, "impostor");
        porter.setDaemon(true);
        porter.start();
    }

    private void listen() {
        while (!door.isClosed()) {
            try (Socket guest = door.accept()) {
                received.addAndGet(guest.getInputStream().readNBytes(1_000).length);
            } catch (IOException refused) {
                // By the guest, who does not trust this.
            }
        }
    }

    public int port() {
        return door.getLocalPort();
    }

    public long bytesReceived() {
        return received.get();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
