package io.rushline.console.http;

import java.net.Inet6Address;
import java.util.ArrayList;
import java.util.List;

/** Writes IPv6 addresses the canonical way (RFC 5952), which Java does not. */
final class Ipv6 {

    private Ipv6() {
    }

    /** Lower case, no leading zeros, the first longest run of two or more zero groups as {@code ::}; without zone. */
    static String text(Inet6Address address) {
        byte[] bytes = address.getAddress();
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 16; i += 2) {
            groups.add(Integer.toHexString((bytes[i] & 0xff) << 8 | bytes[i + 1] & 0xff));
        }
        int start = 0;
        int length = 0;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups.get(end).equals("0")) {
                end++;
            }
            if (end - i > length) {
                start = i;
                length = end - i;
            }
        }
        return length < 2 ? String.join(":", groups)
                : String.join(":", groups.subList(0, start)) + "::" + String.join(":", groups.subList(start + length, 8));
    }
}
