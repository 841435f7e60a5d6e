package io.rushline.network.nm;

import io.rushline.network.api.AccessPoint;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.Profile;
import io.rushline.network.api.Ssid;
import io.rushline.network.api.Wifi;
import io.rushline.network.api.Wifi.Security;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hears which Wi-Fis are there. */
final class Radio {

    static final Duration LONGEST_SCAN = Duration.ofSeconds(15);

    private static final System.Logger LOG = System.getLogger(Radio.class.getName());
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final int LONGEST_SSID = 32;
    /** By a NetworkManager before 1.12, for whose end of a scan cannot be waited; -1 means that there was none yet. */
    private static final long NEVER_TOLD = -2;

    // NM80211ApFlags, NM80211ApSecurityFlags
    private static final long PRIVACY = 0x1;
    private static final long PSK = 0x100;
    private static final long ENTERPRISE = 0x200 | 0x2000;
    private static final long SAE = 0x400;
    private static final long OWE = 0x800;

    private final Caller nm;

    Radio(Caller nm) {
        this.nm = nm;
    }

    /** Lets all radios listen anew, at most {@link #LONGEST_SCAN}; one that is listening already, or just did, is not waited for. */
    void listen(Snapshot before) throws NetworkException, BusException {
        Map<String, Long> waiting = new HashMap<>();
        try (Signals signals = new Signals(nm)) {
            for (String device : before.paths(Nm.WIRELESS)) {
                long lastScan = before.get(device, Nm.WIRELESS).number("LastScan", NEVER_TOLD);
                if (request(device) && lastScan != NEVER_TOLD) {
                    waiting.put(device, lastScan);
                }
            }
            long end = System.nanoTime() + LONGEST_SCAN.toNanos();
            while (!waiting.isEmpty() && System.nanoTime() < end) {
                Optional<Bus.Signal> next = signals.next(LOOK);
                if (next.isEmpty() || next.get().objectType().equals(Nm.WIRELESS)) {
                    forgetDone(waiting);
                }
            }
        }
    }

    private boolean request(String device) throws BusException {
        try {
            nm.call(device, Nm.WIRELESS, "RequestScan", "a{sv}", Map.of());
            return true;
        } catch (BusException refused) {
            if (refused.error().equals(BusException.NO_ANSWER)) {
                throw refused;
            }
            LOG.log(System.Logger.Level.DEBUG, "no new scan; what is known is shown", refused);
            return false;
        }
    }

    private void forgetDone(Map<String, Long> waiting) throws BusException {
        for (String device : List.copyOf(waiting.keySet())) {
            if (!waiting.get(device).equals(nm.properties(device, Nm.WIRELESS).number("LastScan", NEVER_TOLD))) {
                waiting.remove(device);
            }
        }
    }

    /**
     * What is known to be there, of each network the strongest access point; the strongest first.
     *
     * @param before of a radio that has become an access point, and hears nothing any more
     */
    static List<AccessPoint> heard(Snapshot now, Snapshot before, List<Profile> profiles) {
        record Key(Ssid ssid, Security family) {
        }
        Map<Key, AccessPoint> strongest = new LinkedHashMap<>();
        for (String device : now.paths(Nm.WIRELESS)) {
            Snapshot all = now.hotspot(device) ? before : now;
            Optional<Ssid> joined = all.get(device, Nm.WIRELESS).path("ActiveAccessPoint").flatMap(point -> ssid(all.get(point, Nm.ACCESS_POINT)));
            for (String path : all.get(device, Nm.WIRELESS).texts("AccessPoints")) {
                Props point = all.get(path, Nm.ACCESS_POINT);
                ssid(point).map(ssid -> accessPoint(all.name(device), ssid, point, profiles, joined.equals(Optional.of(ssid))))
                        .ifPresent(heard -> strongest.merge(new Key(heard.wifi().ssid(), family(heard.wifi().security())), heard, Radio::better));
            }
        }
        Collection<AccessPoint> heard = strongest.values();
        return heard.stream().sorted(Comparator.comparing(AccessPoint::signalPercent).reversed()).toList();
    }

    private static AccessPoint better(AccessPoint one, AccessPoint other) {
        AccessPoint better = other.signalPercent() > one.signalPercent() ? other : one;
        return new AccessPoint(better.link(), better.wifi(), better.signalPercent(), better.megahertz(), better.profile(), one.joined() || other.joined());
    }

    private static AccessPoint accessPoint(String link, Ssid ssid, Props point, List<Profile> profiles, boolean joined) {
        Security security = security(point);
        Optional<String> profile = profiles.stream().filter(known -> known.wifi()
                .filter(wifi -> wifi.ssid().equals(ssid) && family(wifi.security()) == family(security)).isPresent()).findFirst().map(Profile::id);
        return new AccessPoint(link, new Wifi(ssid, security, false), (int) point.number("Strength", 0), (int) point.number("Frequency", 0), profile,
                joined);
    }

    /** Empty for one that does not announce its name. */
    static Optional<Ssid> ssid(Props point) {
        byte[] ssid = point.bytes("Ssid");
        return ssid.length > 0 && ssid.length <= LONGEST_SSID ? Optional.of(Ssid.of(ssid)) : Optional.empty();
    }

    static Security security(Props point) {
        return security(point.number("Flags", 0), point.number("WpaFlags", 0), point.number("RsnFlags", 0));
    }

    static Security security(long flags, long wpa, long rsn) {
        long all = wpa | rsn;
        if ((all & (PSK | SAE)) == (PSK | SAE)) {
            return Security.WPA2_WPA3;
        } else if ((all & SAE) != 0) {
            return Security.WPA3;
        } else if ((all & PSK) != 0) {
            return Security.WPA2;
        } else if ((all & ENTERPRISE) != 0) {
            return Security.ENTERPRISE;
        }
        return (flags & PRIVACY) == 0 && (all & OWE) == 0 ? Security.OPEN : Security.UNSUPPORTED; // WEP, or OWE alone
    }

    /** Access points of one network may differ in this. */
    private static Security family(Security security) {
        return security == Security.WPA2 || security == Security.WPA3 ? Security.WPA2_WPA3 : security;
    }
}
