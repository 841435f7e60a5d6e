package io.rushline.console;

import io.rushline.auth.api.Connector;
import io.rushline.channel.api.LiveChannel;
import io.rushline.host.api.ModuleHost;
import io.rushline.ingest.api.Ingest;
import io.rushline.media.api.Media;
import io.rushline.modules.api.Fleet;
import io.rushline.modules.api.ModuleRepository;
import io.rushline.modules.api.Modules;
import io.rushline.network.api.Hotspot;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.Network;
import io.rushline.network.api.NetworkCheck;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Portal;
import io.rushline.network.api.Radios;
import io.rushline.network.api.SpeedTest;
import io.rushline.queue.api.UploadQueue;
import io.rushline.status.api.Warning;
import io.rushline.uploader.api.BandwidthLimits;
import io.rushline.uploader.api.Uploader;
import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.util.List;

/** Services that tests bring and take away. */
public final class TestServices extends Services {

    public TestServices queue(UploadQueue now) {
        queue = now;
        return this;
    }

    public TestServices connector(Connector now) {
        connector = now;
        return this;
    }

    public TestServices uploader(Uploader now) {
        uploader = now;
        return this;
    }

    public TestServices live(LiveChannel now) {
        live = now;
        return this;
    }

    public TestServices network(Network now) {
        network = now;
        return this;
    }

    public TestServices portal(Portal now) {
        portal = now;
        return this;
    }

    public TestServices hotspot(Hotspot now) {
        hotspot = now;
        return this;
    }

    public TestServices radios(Radios now) {
        radios = now;
        return this;
    }

    public TestServices networkCheck(NetworkCheck now) {
        networkCheck = now;
        return this;
    }

    public TestServices linkRules(LinkRules now) {
        linkRules = now;
        return this;
    }

    public TestServices bandwidthLimits(BandwidthLimits now) {
        bandwidthLimits = now;
        return this;
    }

    public TestServices speedTest(SpeedTest now) {
        speedTest = now;
        return this;
    }

    public TestServices networks(Networks now) {
        networks = now;
        return this;
    }

    public TestServices media(Media now) {
        media = now;
        return this;
    }

    public TestServices modules(Modules now) {
        modules = now;
        return this;
    }

    public TestServices moduleRepository(ModuleRepository now) {
        moduleRepository = now;
        return this;
    }

    public TestServices fleet(Fleet now) {
        fleet = now;
        return this;
    }

    public TestServices moduleHost(ModuleHost now) {
        moduleHost = now;
        return this;
    }

    public TestServices ingests(Ingest... now) {
        ingests = List.of(now);
        return this;
    }

    public TestServices warnings(Warning... now) {
        warnings = List.of(now);
        return this;
    }

    public static Appliance appliance(Path home, boolean remoteAccess, String... hostNames) {
        return new Appliance(new Appliance.Settings() {
            @Override
            public String name() {
                return "Cart B";
            }

            @Override
            public String[] hostNames() {
                return hostNames;
            }

            @Override
            public boolean remoteAccess() {
                return remoteAccess;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return Appliance.Settings.class;
            }
        }, "cart-b", "1.2.3", "1.4.0", home);
    }
}
