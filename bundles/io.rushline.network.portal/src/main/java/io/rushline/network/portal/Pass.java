package io.rushline.network.portal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Lets one person in: from that address, with that password. */
final class Pass extends Handler.Wrapper {

    private final InetAddress from;
    private final byte[] credentials;

    Pass(Handler next, InetAddress from, String user, String password) {
        super(next);
        this.from = from;
        this.credentials = ("Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!(request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress remote) || !remote.getAddress().equals(from)) {
            Response.writeError(request, response, callback, HttpStatus.FORBIDDEN_403);
            return true;
        }
        String shown = request.getHeaders().get(HttpHeader.PROXY_AUTHORIZATION);
        if (shown == null || !MessageDigest.isEqual(credentials, shown.getBytes(StandardCharsets.UTF_8))) {
            response.getHeaders().put(HttpHeader.PROXY_AUTHENTICATE, "Basic realm=\"Rushline sign-in\"");
            Response.writeError(request, response, callback, HttpStatus.PROXY_AUTHENTICATION_REQUIRED_407);
            return true;
        }
        return super.handle(request, response, callback);
    }
}
