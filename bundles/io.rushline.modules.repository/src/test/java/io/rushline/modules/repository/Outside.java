package io.rushline.modules.repository;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import io.rushline.uploader.api.Flow;
import io.rushline.uploader.api.UploaderStatus;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The settings, the uploader and the network of a test. */
final class Outside {

    /** Settings to change. */
    static final class Builder {
        Optional<URI> index = Optional.empty();
        Optional<Duration> checkEvery = Optional.of(Duration.ofHours(24));
        int pieceBytes = 1_048_576;
        long behindBits = 1_000_000;
        long limitBits;
        boolean allowMetered;
        List<Path> media = List.of();
        boolean installFromMedia;
    }

    private final Builder builder = new Builder();
    private final Time time;
    volatile Policy policy;
    volatile boolean sending;
    volatile boolean stopped;
    volatile long mostOnDisk;
    private volatile Optional<NetworkStatus> network;

    Outside(Time time) {
        this.time = time;
        policy(b -> { });
        network(link("eth0", false));
    }

    void policy(Consumer<Builder> change) {
        change.accept(builder);
        policy = new Policy(builder.index, "stable", builder.checkEvery, Optional.empty(), builder.pieceBytes, builder.behindBits, builder.limitBits, builder.allowMetered,
                builder.media, builder.installFromMedia);
    }

    void network(Link... links) {
        network = Optional.of(new NetworkStatus(List.of(links), Reach.ONLINE, Optional.empty(), Optional.empty()));
    }

    void noNetwork() {
        network = Optional.empty();
    }

    static Link link(String name, boolean metered) {
        return new Link(name, Link.Kind.OTHER, Link.State.CONNECTED, List.of(InetAddress.getLoopbackAddress()), OptionalLong.empty(), metered);
    }

    /** New connections go out there. */
    static Link main(String name, boolean metered) {
        Link link = link(name, metered);
        return new Link(name, link.kind(), link.state(), link.addresses(), link.bitsPerSecond(), metered, true, link.profile(), link.network(), link.signalPercent(),
                Optional.of(InetAddress.getLoopbackAddress()), link.dns(), link.hardwareAddress(), link.reach(), link.trouble(), false);
    }

    Lane lane() {
        return new Lane(() -> policy, () -> Optional.of(new UploaderStatus(sending ? UploaderStatus.Activity.SENDING : UploaderStatus.Activity.IDLE, Optional.empty(), List.of(),
                0, 0, new Flow(1, 1, OptionalLong.empty(), Optional.empty(), "test"))), () -> network, time);
    }
}
