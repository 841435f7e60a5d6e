package io.rushline.cloud.http;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import io.rushline.cloud.api.PartUpload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Says by the kind of an exception, never by its text, what happened to an exchange (protocol section 7). */
final class Failures {

    private Failures() {
    }

    static CloudException of(IOException thrown, Exchange exchange) {
        if (exchange.interrupted()) {
            return new CloudException(Code.CUT, "interrupted", thrown);
        }
        if (exchange.cut() == Exchange.Cut.STRANDED) {
            return new CloudException(Code.CUT, "the network it went over is gone", thrown);
        }
        if (exchange.cut() == Exchange.Cut.SILENT) {
            return new CloudException(Code.TIMEOUT, "nothing moved for " + exchange.reached().toSeconds() + " s", thrown);
        }
        if (thrown instanceof SocketException && !exchange.isConnected() && !exchange.cancelled()) {
            return new CloudException(Code.UNREACHABLE, "", thrown); // also bound to an address that is not here, or is of another family
        }
        return new CloudException(code(thrown, exchange.isConnected()), detail(thrown), thrown);
    }

    /** What is wrong with a certificate; of all else the code says enough. */
    static String detail(Throwable thrown) {
        return find(thrown, cause -> cause instanceof Trust.DateException || cause instanceof Trust.StrangerException).map(Throwable::getMessage).orElse("");
    }

    /** @param connected whether TCP stood */
    static Code code(Throwable thrown, boolean connected) {
        if (thrown instanceof PartUpload.BodyException) {
            return Code.BODY;
        }
        if (thrown instanceof UnknownHostException || has(thrown, UnresolvedAddressException.class)) {
            return Code.NAME_UNKNOWN;
        }
        if (has(thrown, SSLPeerUnverifiedException.class, Trust.WrongHostException.class)) {
            return Code.WRONG_HOST;
        }
        if (has(thrown, Trust.DateException.class)) {
            return Code.CLOCK;
        }
        if (has(thrown, CertificateException.class, CertPathValidatorException.class, CertPathBuilderException.class)) {
            return Code.UNTRUSTED;
        }
        if (thrown instanceof SocketTimeoutException) {
            return connected ? Code.TIMEOUT : Code.UNREACHABLE;
        }
        if (thrown instanceof HttpConnectTimeoutException) {
            return Code.UNREACHABLE;
        }
        if (thrown instanceof HttpTimeoutException || thrown instanceof ConnectionRequestTimeoutException) {
            return Code.TIMEOUT;
        }
        if (thrown instanceof ConnectException || thrown instanceof NoRouteToHostException || thrown instanceof PortUnreachableException) {
            return Code.UNREACHABLE;
        }
        if (thrown instanceof ProtocolException || thrown instanceof ClientProtocolException || thrown instanceof MessageConstraintException
                || thrown instanceof MalformedChunkCodingException && !(thrown instanceof TruncatedChunkException)) {
            return Code.BAD_ANSWER;
        }
        return Code.CUT; // reset, end of stream, TLS broken off
    }

    @SafeVarargs
    private static boolean has(Throwable thrown, Class<? extends Throwable>... kinds) {
        return find(thrown, cause -> {
            for (Class<? extends Throwable> kind : kinds) {
                if (kind.isInstance(cause)) {
                    return true;
                }
            }
            return false;
        }).isPresent();
    }

    private static Optional<Throwable> find(Throwable thrown, Predicate<Throwable> like) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause).filter(like).findFirst();
    }
}
