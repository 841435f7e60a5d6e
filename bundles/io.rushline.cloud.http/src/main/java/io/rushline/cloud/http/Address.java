package io.rushline.cloud.http;

import io.rushline.cloud.api.CloudException;
import io.rushline.cloud.api.CloudException.Code;
import java.net.URI;
import java.net.URISyntaxException;

/** Lets https addresses through and nothing else. Messages never hold the address: it may be signed. */
final class Address {

    private Address() {
    }

    static URI https(String address) throws CloudException {
        try {
            return https(new URI(address));
        } catch (URISyntaxException malformed) {
            throw new CloudException(Code.BAD_ADDRESS, "malformed", null);
        }
    }

    static URI https(URI address) throws CloudException {
        if (!"https".equalsIgnoreCase(address.getScheme())) {
            throw new CloudException(Code.BAD_ADDRESS, "not https", null);
        }
        if (address.getHost() == null || address.getRawUserInfo() != null) {
            throw new CloudException(Code.BAD_ADDRESS, "no proper host", null);
        }
        return address;
    }

    /** The address of an API: host and port only; a closing slash is dropped. */
    static URI base(String address) throws CloudException {
        URI uri = https(address.strip());
        boolean more = !uri.getRawPath().isEmpty() && !uri.getRawPath().equals("/") || uri.getRawQuery() != null || uri.getRawFragment() != null;
        if (more) {
            throw new CloudException(Code.BAD_ADDRESS, "something follows the host", null);
        }
        return URI.create("https://" + uri.getRawAuthority());
    }
}
