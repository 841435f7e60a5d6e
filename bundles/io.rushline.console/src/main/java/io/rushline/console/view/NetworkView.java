package io.rushline.console.view;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;

/** Links, and whether the cloud can be reached over them ({@code Network} in openapi.json). */
public record NetworkView(Reach reach, String trouble, Instant checkedAt, List<LinkView> links) {

    /** A network interface. */
    public record LinkView(String name, Link.Kind kind, boolean up, List<String> addresses, Long bitsPerSecond) {

        static LinkView of(Link link) {
            return new LinkView(link.name(), link.kind(), link.up(), link.addresses().stream().map(InetAddress::getHostAddress).toList(),
                    link.bitsPerSecond().isPresent() ? link.bitsPerSecond().getAsLong() : null);
        }
    }

    public static NetworkView of(NetworkStatus status) {
        return new NetworkView(status.reach(), status.trouble().orElse(null), status.checkedAt().orElse(null),
                status.links().stream().map(LinkView::of).toList());
    }
}
