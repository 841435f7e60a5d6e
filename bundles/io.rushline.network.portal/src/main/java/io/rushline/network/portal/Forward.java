package io.rushline.network.portal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/** Requests for pages with {@code http:}; leaves by the portal's link, and tells nobody whom it asks for. */
final class Forward extends ProxyHandler.Forward {

    private final Targets targets;
    private final Allowance allowance;

    Forward(Targets targets, Allowance allowance) {
        this.targets = targets;
        this.allowance = allowance;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        if (!HttpScheme.HTTP.is(request.getHttpURI().getScheme()) || request.getHttpURI().getHost() == null) {
            Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
            return true;
        }
        return super.handle(request, new Response.Wrapper(request, response) {
            @Override
            public void write(boolean last, ByteBuffer content, Callback written) {
                try {
                    allowance.use(content == null ? 0 : content.remaining());
                    super.write(last, content, written);
                } catch (IOException usedUp) {
                    written.failed(usedUp);
                }
            }
        }, callback);
    }

    @Override
    protected HttpClient newHttpClient() {
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        HttpClient client = new HttpClient(new HttpClientTransportOverHTTP(connector));
        client.setBindAddress(new InetSocketAddress(targets.from(), 0));
        client.setSocketAddressResolver(new SocketAddressResolver() {
            @Override
            public void resolve(String host, int port, Promise<List<InetSocketAddress>> promise) {
                try {
                    promise.succeeded(List.of(targets.allowed(host, port)));
                } catch (IOException refused) {
                    promise.failed(refused);
                }
            }
        });
        return client;
    }

    @Override
    protected void addProxyHeaders(Request fromBrowser, org.eclipse.jetty.client.Request toServer) {
        // neither Via nor Forwarded: the network knows this device, and needs to know of no other
    }
}
