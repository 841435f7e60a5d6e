package io.rushline.cloud.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.DefaultHostnameVerifier;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpConnectionFactory;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/** Sets the HTTP library up so that it does what it is told and nothing by itself. */
final class HttpSetup {

    private static final TimeValue VALIDATE_AFTER = TimeValue.ofMilliseconds(500);
    static final TimeValue IDLE = TimeValue.ofSeconds(60);
    private static final Http1Config HTTP = Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(200).build();

    private HttpSetup() {
    }

    static PoolingHttpClientConnectionManager connections(Tls tls, Duration connectTimeout, int max) {
        return PoolingHttpClientConnectionManagerBuilder.create()
                .setConnectionFactory(factory())
                .setTlsSocketStrategy(strategy(tls))
                .setMaxConnTotal(max)
                .setMaxConnPerRoute(max)
                // no read timeout: the watch knows better whether something moves
                .setDefaultSocketConfig(SocketConfig.custom().setSoTimeout(Timeout.DISABLED).setTcpNoDelay(true).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout)).setValidateAfterInactivity(VALIDATE_AFTER).build())
                .build();
    }

    static CloseableHttpClient client(PoolingHttpClientConnectionManager connections) {
        return HttpClients.custom()
                .setRequestExecutor(new WatchedExecutor())
                .setConnectionReuseStrategy((request, response, context) -> Exchange.of(context).isUpToDate()
                        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context))
                .setRoutePlanner(new DefaultRoutePlanner(null) {
                    @Override
                    protected InetAddress determineLocalAddress(HttpHost to, HttpContext context) {
                        return Exchange.of(context).bound().orElse(null);
                    }
                })
                .setUserTokenHandler((route, context) -> HttpClientContext.cast(context).getUserToken())
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.DISABLED) // waits for those before it, which are watched
                        .setExpectContinueEnabled(false).setAuthenticationEnabled(false).setProtocolUpgradeEnabled(false)
                        .build())
                .disableRedirectHandling().disableCookieManagement().disableAutomaticRetries().disableContentCompression()
                .disableAuthCaching().disableDefaultUserAgent()
                .addRequestInterceptorLast((request, entity, context) -> request.removeHeaders("Connection"))
                .build();
    }

    private static HttpConnectionFactory<ManagedHttpClientConnection> factory() {
        AtomicLong count = new AtomicLong();
        return new HttpConnectionFactory<>() {
            @Override
            public ManagedHttpClientConnection createConnection(Socket socket) throws IOException {
                EarlyAnswerConnection connection = new EarlyAnswerConnection("cloud-" + count.incrementAndGet(), HTTP);
                if (socket != null) {
                    connection.bind(socket);
                }
                return connection;
            }
        };
    }

    /** The host name is checked by the library rather than by the JDK because only so the failure has a type of its own. */
    private static TlsSocketStrategy strategy(Tls tls) {
        return (socket, host, port, attachment, context) -> {
            Exchange.of(context).connected();
            TlsSocketStrategy strategy = new DefaultClientTlsStrategy(tls.current().context(), new String[] {"TLSv1.3", "TLSv1.2"}, null, null,
                    HostnameVerificationPolicy.CLIENT, new DefaultHostnameVerifier());
            return strategy.upgrade(socket, host, port, attachment, context);
        };
    }

    /** Tells the watch when a request begins. */
    private static final class WatchedExecutor extends HttpRequestExecutor {
        WatchedExecutor() {
            super(HTTP, null, null);
        }

        @Override
        public ClassicHttpResponse execute(ClassicHttpRequest request, HttpClientConnection connection,
                HttpResponseInformationCallback onInformation, HttpContext context) throws IOException, HttpException {
            Exchange.of(context).sending(connection.getEndpointDetails());
            return super.execute(request, connection, onInformation, context);
        }
    }
}
