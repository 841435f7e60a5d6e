package io.rushline.console.view;

import io.rushline.network.api.Addressing;
import io.rushline.network.api.Link;
import io.rushline.network.api.Profile;
import java.time.Instant;
import java.util.List;

/** A known network, without its secrets ({@code NetworkProfile} in openapi.json). */
public record ProfileView(String id, String name, Link.Kind kind, String link, WifiView wifi, AddressingView addressing, boolean autoJoin, int preference,
        Boolean metered, String activeOn, Instant lastUsed) {

    /** DHCP, or what a person has set. */
    public record AddressingView(String method, String address, Integer prefix, String gateway, List<String> dns) {

        static AddressingView of(Addressing addressing) {
            return addressing instanceof Addressing.Manual manual
                    ? new AddressingView("MANUAL", manual.address().getHostAddress(), manual.prefix(), NetworkView.text(manual.gateway()), NetworkView.texts(manual.dns()))
                    : new AddressingView("DHCP", null, null, null, List.of());
        }
    }

    public static ProfileView of(Profile profile) {
        return new ProfileView(profile.id(), profile.name(), profile.kind(), profile.link().orElse(null), profile.wifi().map(WifiView::of).orElse(null),
                AddressingView.of(profile.addressing()), profile.autoJoin(), profile.preference(), profile.metered().orElse(null), profile.activeOn().orElse(null),
                profile.lastUsed().orElse(null));
    }
}
