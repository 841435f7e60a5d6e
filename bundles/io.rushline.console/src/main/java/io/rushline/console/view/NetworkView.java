package io.rushline.console.view;

import io.rushline.network.api.Carrier;
import io.rushline.network.api.Contact;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Links, and whether the cloud can be reached over them ({@code Network} in openapi.json). */
public record NetworkView(Reach reach, String trouble, Instant checkedAt, Long clockAheadSeconds, Instant lastContactAt, Long roundTripMillis, URI portal,
        List<LinkView> links, List<CarrierView> carriers) {

    /** A network interface. */
    public record LinkView(String name, Link.Kind kind, Link.State state, boolean up, List<String> addresses, Long bitsPerSecond, boolean metered, boolean main,
            String profile, String network, Integer signalPercent, String gateway, List<String> dns, String hardwareAddress, Reach reach, String trouble) {

        static LinkView of(Link link) {
            return new LinkView(link.name(), link.kind(), link.state(), link.up(), texts(link.addresses()), boxed(link.bitsPerSecond()), link.metered(), link.main(),
                    link.profile().orElse(null), link.network().orElse(null), boxed(link.signalPercent()), text(link.gateway()), texts(link.dns()),
                    link.hardwareAddress().orElse(null), link.reach(), link.trouble().orElse(null));
        }

        private static Long boxed(OptionalLong value) {
            return value.isPresent() ? value.getAsLong() : null;
        }

        private static Integer boxed(OptionalInt value) {
            return value.isPresent() ? value.getAsInt() : null;
        }
    }

    /** A way that clips may take. */
    public record CarrierView(String link, String from, Carrier.When when, Carrier.What what) {

        static CarrierView of(Carrier carrier) {
            return new CarrierView(Texts.orNull(carrier.link()), text(carrier.from()), carrier.when(), carrier.what());
        }
    }

    public static NetworkView of(NetworkStatus status) {
        return new NetworkView(status.reach(), status.trouble().orElse(null), status.checkedAt().orElse(null),
                status.clockAhead().map(Duration::toSeconds).orElse(null),
                status.contact().map(Contact::at).orElse(null), status.contact().map(contact -> contact.roundTrip().toMillis()).orElse(null), status.portal().orElse(null),
                status.links().stream().map(LinkView::of).toList(), status.carriers().stream().map(CarrierView::of).toList());
    }

    static List<String> texts(List<InetAddress> addresses) {
        return addresses.stream().map(InetAddress::getHostAddress).toList();
    }

    static String text(Optional<InetAddress> address) {
        return address.map(InetAddress::getHostAddress).orElse(null);
    }
}
