package io.rushline.network.nm;

import io.rushline.network.api.Link;
import io.rushline.network.api.LinkSource;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** Keeps the list of links as NetworkManager's signals change it: several at once lead to one look at everything. */
final class NmLinks implements LinkSource {

    private static final System.Logger LOG = System.getLogger(NmLinks.class.getName());

    /** Long enough for a burst, short enough for uploads to go on at once. */
    private static final long BURST_MILLIS = 25;
    private static final long AGAIN_MILLIS = 1_000;

    private final Caller nm;
    private final ScheduledExecutorService worker;
    private final Runnable changed;
    private final Ways ways;
    private final AtomicBoolean ordered = new AtomicBoolean();
    private final Map<String, Long> failures = new ConcurrentHashMap<>();
    private volatile List<Link> links = List.of();
    private volatile boolean closed;
    private volatile List<String> activeAccessPoints = List.of();

    /**
     * @param preference asked when links are ranked
     * @param worker     one thread, on which everything is read
     * @param changed    told on it after each change of the list
     */
    NmLinks(Caller nm, Supplier<Preference> preference, ScheduledExecutorService worker, Runnable changed) {
        this.nm = nm;
        this.worker = worker;
        this.changed = changed;
        this.ways = new Ways(nm, preference, NmLinks::kernelIndex);
    }

    @Override
    public List<Link> links() {
        return links;
    }

    /** Reads everything for the first time. On the worker only. */
    void begin() throws BusException {
        read(Snapshot.read(nm));
        lookSoon();
    }

    /** True when the list is another one. */
    private boolean read(Snapshot all) {
        activeAccessPoints = all.paths(Nm.WIRELESS).stream().flatMap(device -> all.get(device, Nm.WIRELESS).path("ActiveAccessPoint").stream()).toList();
        failures.keySet().retainAll(all.paths(Nm.DEVICE));
        List<Link> before = links;
        links = new Links(all, Map.copyOf(failures), ways.standing(all), NmLinks::kernelAddresses).read();
        return !links.equals(before);
    }

    /** Any thread. */
    void signal(Bus.Signal signal) {
        if (signal.is(Nm.DEVICE, "StateChanged") && signal.arguments().size() == 3) {
            remember(signal.path(), (Long) signal.arguments().get(0), (Long) signal.arguments().get(2));
        }
        boolean otherRadio = signal.objectType().equals(Nm.ACCESS_POINT) && !activeAccessPoints.contains(signal.path());
        if (!otherRadio) {
            lookSoon();
        }
    }

    /** Something may be another way than it was. Any thread. */
    void lookSoon() {
        order(BURST_MILLIS);
    }

    private void order(long afterMillis) {
        if (ordered.compareAndSet(false, true)) {
            worker.schedule(this::look, afterMillis, TimeUnit.MILLISECONDS);
        }
    }

    private void remember(String device, long state, long reason) {
        boolean wanted = reason == Reasons.USER_REQUESTED;
        if (state == Nm.FAILED) {
            failures.put(device, reason);
        } else if (state == Nm.ACTIVATED || state <= Nm.UNAVAILABLE || wanted) {
            failures.remove(device);
        }
    }

    /** Nothing is read any more. */
    void close() {
        closed = true;
    }

    private void look() {
        if (closed) {
            return;
        }
        ordered.set(false);
        try {
            Snapshot all = Snapshot.read(nm);
            if (read(all)) {
                changed.run();
            }
            if (ways.apply(all)) {
                lookSoon();
            }
        } catch (BusException failed) {
            LOG.log(System.Logger.Level.DEBUG, "NetworkManager could not be read; it is tried again", failed);
            order(AGAIN_MILLIS);
        } catch (RuntimeException | LinkageError unforeseen) { // nobody else would tell of it
            LOG.log(System.Logger.Level.ERROR, "the links could not be read", unforeseen);
        }
    }

    private static int kernelIndex(String name) {
        try {
            NetworkInterface there = NetworkInterface.getByName(name);
            return there == null ? 0 : there.getIndex();
        } catch (SocketException gone) {
            return 0;
        }
    }

    private static List<InetAddress> kernelAddresses(String name) {
        try {
            NetworkInterface there = NetworkInterface.getByName(name);
            List<InetAddress> addresses = new ArrayList<>();
            for (InetAddress address : there == null ? List.<InetAddress>of() : Collections.list(there.getInetAddresses())) {
                addresses.add(InetAddress.getByAddress(address.getAddress())); // without its zone
            }
            addresses.sort(Comparator.comparing(InetAddress::isLinkLocalAddress).thenComparing(a -> !(a instanceof Inet4Address)));
            return addresses;
        } catch (SocketException | UnknownHostException gone) {
            return List.of(); // pulled out this very moment: its signal follows
        }
    }
}
