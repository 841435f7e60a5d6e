package io.rushline.network.nm;

import io.rushline.network.api.Link.Kind;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Wifi.Security;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the device for a profile. Keeps nothing. */
final class Devices {

    private Devices() {
    }

    static String named(Snapshot all, String link) throws NetworkException {
        return all.device(link).orElseThrow(() -> new NetworkException(Code.UNKNOWN, "interface " + link, null));
    }

    /** The one that is named, else the one that is fit for it and has least to lose. */
    static String forProfile(Snapshot all, Known known, Optional<String> link) throws NetworkException {
        Profile profile = known.profile();
        if (link.isPresent()) {
            String device = named(all, link.get());
            if (!fits(all, device, profile)) {
                throw new NetworkException(Code.BAD_SETTINGS, "\"" + profile.name() + "\" is not for interface " + link.get(), null);
            }
            return usable(all, device);
        }
        List<String> fit = all.paths(Nm.DEVICE).stream().filter(device -> fits(all, device, profile)).toList();
        String best = fit.stream().min(Comparator.comparing((String device) -> !all.connectionOn(device).equals(Optional.of(known.path())))
                .thenComparing(device -> state(all, device) <= Nm.UNAVAILABLE || all.unplugged(device))
                .thenComparing(device -> !all.get(device, Nm.DEVICE).texts("AvailableConnections").contains(known.path()))
                .thenComparing(device -> state(all, device) != Nm.DISCONNECTED).thenComparing(all::name))
                .orElseThrow(() -> new NetworkException(Code.UNKNOWN, "no interface for \"" + profile.name() + "\"", null));
        return usable(all, best);
    }

    private static boolean fits(Snapshot all, String device, Profile profile) {
        Props props = all.get(device, Nm.DEVICE);
        Kind kind = Links.kind((int) props.number("DeviceType", 0), "");
        return kind == profile.kind() && profile.link().map(link -> link.equals(all.name(device)) || props.text("Interface").equals(Optional.of(link)))
                .orElse(true);
    }

    private static String usable(Snapshot all, String device) throws NetworkException {
        long state = state(all, device);
        if (state == Nm.UNAVAILABLE || state > Nm.UNAVAILABLE && all.unplugged(device)) {
            throw new NetworkException(Code.NO_CARRIER, "interface " + all.name(device), null);
        } else if (state < Nm.UNAVAILABLE) {
            throw new NetworkException(Code.FAILED, "NetworkManager does not manage interface " + all.name(device), null);
        }
        return device;
    }

    static long state(Snapshot all, String device) {
        return all.get(device, Nm.DEVICE).number("State", 0);
    }

    static boolean hears(Snapshot all, String device, Ssid ssid) {
        return heard(all, device, ssid).findAny().isPresent();
    }

    /** One of its access points takes WPA3. */
    static boolean hearsWpa3(Snapshot all, String device, Ssid ssid) {
        return heard(all, device, ssid).map(Radio::security).anyMatch(security -> security == Security.WPA3 || security == Security.WPA2_WPA3);
    }

    private static Stream<Props> heard(Snapshot all, String device, Ssid ssid) {
        return all.get(device, Nm.WIRELESS).texts("AccessPoints").stream().map(point -> all.get(point, Nm.ACCESS_POINT))
                .filter(point -> Radio.ssid(point).equals(Optional.of(ssid)));
    }
}
