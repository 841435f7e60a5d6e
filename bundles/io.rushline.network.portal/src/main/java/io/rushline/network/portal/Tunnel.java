package io.rushline.network.portal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.ConcurrentMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Promise;

/** CONNECT, for pages with {@code https:}; leaves by the portal's link. */
final class Tunnel extends ConnectHandler {

    private static final int CONNECT_MILLIS = 10_000;

    private final Targets targets;
    private final Allowance allowance;

    Tunnel(Handler next, Targets targets, Allowance allowance) {
        super(next);
        this.targets = targets;
        this.allowance = allowance;
        setConnectTimeout(CONNECT_MILLIS);
    }

    @Override
    protected void connectToServer(Request request, String host, int port, Promise<SocketChannel> promise) {
        SocketChannel channel = null;
        try {
            InetSocketAddress to = targets.allowed(host, port);
            channel = SocketChannel.open();
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(targets.from(), 0));
            channel.connect(to);
            promise.succeeded(channel);
        } catch (IOException | RuntimeException refused) {
            close(channel);
            promise.failed(refused);
        }
    }

    @Override
    protected int read(EndPoint endPoint, ByteBuffer buffer, ConcurrentMap<String, Object> context) throws IOException {
        int read = super.read(endPoint, buffer, context);
        allowance.use(read);
        return read;
    }

    private static void close(SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException gone) {
            // as is wanted
        }
    }
}
