package io.rushline.console.http;

import io.rushline.network.api.Link;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkListener;
import io.rushline.network.api.NetworkStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * Knows who has joined this device's own Wi-Fi. The kernel takes what is sent to the hotspot's address on any interface; but an answer to an address of the
 * hotspot's network leaves by the hotspot, so that nobody else gets a connection from there; where another link is in that very network, nobody is a guest. Any thread.
 */
@Component(service = {HotspotGuests.class, NetworkListener.class})
public final class HotspotGuests implements NetworkListener {

    /** @param prefix of the network that the hotspot's address is in, in bits */
    public record Door(InetAddress address, int prefix) {

        boolean isNear(InetAddress other) {
            byte[] own = address.getAddress();
            byte[] others = other.getAddress();
            if (own.length != others.length || address.equals(other)) { // who comes from here may be a proxy
                return false;
            }
            for (int bit = 0; bit < prefix; bit++) {
                if (((own[bit / 8] ^ others[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Network network;
    /** Written under this. */
    private volatile Optional<Door> door = Optional.empty();

    @Activate
    public HotspotGuests() {
        // the network says whether there is a hotspot
    }

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    public void bindNetwork(Network now) {
        network = now;
        look();
    }

    /** Until its successor comes all is as it was. */
    void unbindNetwork(Network gone) {
        if (network == gone) {
            network = null;
        }
    }

    /** Asks the network, which tells of changes only once it knows this listener. */
    public synchronized void look() {
        Optional.ofNullable(network).map(Network::status).ifPresent(this::networkChanged);
    }

    @Override
    public synchronized void networkChanged(NetworkStatus status) {
        List<InetAddress> others = status.links().stream().filter(link -> link.state() != Link.State.HOTSPOT).flatMap(link -> link.addresses().stream()).toList();
        set(status.links().stream().filter(link -> link.state() == Link.State.HOTSPOT).flatMap(link -> link.addresses().stream()).flatMap(HotspotGuests::door)
                .filter(there -> others.stream().noneMatch(there::isNear)).findFirst());
    }

    /** Another one, or none. */
    public synchronized void set(Optional<Door> now) {
        if (!now.equals(door)) {
            door = now;
            listeners.forEach(Runnable::run);
        }
    }

    /** Empty for an address that this machine does not have: NetworkManager may run elsewhere. */
    private static Stream<Door> door(InetAddress address) {
        try {
            return Stream.ofNullable(NetworkInterface.getByInetAddress(address)).flatMap(there -> there.getInterfaceAddresses().stream())
                    .filter(there -> there.getAddress().equals(address)).map((InterfaceAddress there) -> new Door(address, there.getNetworkPrefixLength()));
        } catch (SocketException gone) {
            return Stream.empty();
        }
    }

    /** Of this device in its own Wi-Fi, while that is open. */
    public Optional<InetAddress> address() {
        return door.map(Door::address);
    }

    /** Told when that is another one. Return soon. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    public void removeListener(Runnable listener) {
        listeners.remove(listener);
    }

    /** Whether it was sent to the hotspot's address, from wherever. */
    boolean addressed(HttpServletRequest request) {
        return address().filter(here -> here.equals(literal(request.getLocalAddr()))).isPresent();
    }

    /** Whether it surely comes from somebody who has joined. */
    boolean include(HttpServletRequest request) {
        return addressed(request) && door.filter(there -> there.isNear(literal(request.getRemoteAddr()))).isPresent();
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            return InetAddress.getLoopbackAddress(); // a zone this host does not know is no guest's
        }
    }
}
