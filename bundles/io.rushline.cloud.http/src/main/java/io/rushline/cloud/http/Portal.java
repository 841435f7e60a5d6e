package io.rushline.cloud.http;

import io.rushline.cloud.api.Answer;
import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Tells the answers of a network that wants a sign-in from those of the cloud, which never gives a page or sends us to another host. */
final class Portal {

    private static final int SIGN_IN_REQUIRED = 511; // RFC 6585

    private Portal() {
    }

    static void check(Answer answer, String askedHost) throws CloudException {
        String type = answer.header("content-type").orElse("").strip().toLowerCase(Locale.ROOT);
        boolean page = answer.ok() && type.startsWith("text/html");
        if (page || answer.status() == SIGN_IN_REQUIRED || sendsAway(answer, askedHost)) {
            throw new CloudException(Code.PORTAL, "HTTP " + answer.status(), null);
        }
    }

    private static boolean sendsAway(Answer answer, String askedHost) {
        if (answer.status() < 300 || answer.status() >= 400) {
            return false;
        }
        String location = answer.header("location").orElse("");
        try {
            String host = new URI(location).getHost();
            return host != null && !host.equalsIgnoreCase(askedHost);
        } catch (URISyntaxException malformed) {
            return false; // a broken redirect is an answer like any other that is not 2xx
        }
    }
}
