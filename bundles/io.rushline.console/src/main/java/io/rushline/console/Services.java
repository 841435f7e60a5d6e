package io.rushline.console;

import io.rushline.auth.api.Connector;
import io.rushline.channel.api.LiveChannel;
import io.rushline.console.http.ProblemException;
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
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** The services that the console shows and commands, each of which may be away or replaced at any moment. Any thread. */
@Component(service = Services.class)
public class Services {

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Connector connector;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile UploadQueue queue;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Uploader uploader;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile BandwidthLimits bandwidthLimits;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Network network;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Networks networks;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile NetworkCheck networkCheck;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile SpeedTest speedTest;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile LinkRules linkRules;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Portal portal;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Hotspot hotspot;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Radios radios;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile LiveChannel live;

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<Ingest> ingests = List.of();

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile List<Warning> warnings = List.of();

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Media media;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Modules modules;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile ModuleRepository moduleRepository;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile Fleet fleet;

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC, policyOption = ReferencePolicyOption.GREEDY)
    volatile ModuleHost moduleHost;

    @Activate
    public Services() {
        // the references are fields because they change while this is in use
    }

    public Optional<Connector> connector() {
        return Optional.ofNullable(connector);
    }

    public Optional<UploadQueue> queue() {
        return Optional.ofNullable(queue);
    }

    public Optional<Uploader> uploader() {
        return Optional.ofNullable(uploader);
    }

    public Optional<Network> network() {
        return Optional.ofNullable(network);
    }

    public Optional<Networks> networks() {
        return Optional.ofNullable(networks);
    }

    /** The live socket to the cloud. */
    public Optional<LiveChannel> live() {
        return Optional.ofNullable(live);
    }

    public List<Ingest> ingests() {
        return ingests;
    }

    public List<Warning> warnings() {
        return warnings;
    }

    /** Who looks into clips. */
    public Optional<Media> media() {
        return Optional.ofNullable(media);
    }

    public Optional<Modules> modules() {
        return Optional.ofNullable(modules);
    }

    /** Who knows until when a set is on trial. */
    public Optional<ModuleHost> moduleHost() {
        return Optional.ofNullable(moduleHost);
    }

    public Connector needConnector() throws ProblemException {
        return connector().orElseThrow(() -> ProblemException.away("connector"));
    }

    public UploadQueue needQueue() throws ProblemException {
        return queue().orElseThrow(() -> ProblemException.away("queue"));
    }

    public Network needNetwork() throws ProblemException {
        return network().orElseThrow(() -> ProblemException.away("network"));
    }

    public NetworkCheck needNetworkCheck() throws ProblemException {
        return Optional.ofNullable(networkCheck).orElseThrow(() -> ProblemException.away("network"));
    }

    public SpeedTest needSpeedTest() throws ProblemException {
        return Optional.ofNullable(speedTest).orElseThrow(() -> ProblemException.away("network"));
    }

    public LinkRules needLinkRules() throws ProblemException {
        return Optional.ofNullable(linkRules).orElseThrow(() -> ProblemException.away("network"));
    }

    public BandwidthLimits needBandwidthLimits() throws ProblemException {
        return Optional.ofNullable(bandwidthLimits).orElseThrow(() -> ProblemException.away("uploader"));
    }

    public Portal needPortal() throws ProblemException {
        return Optional.ofNullable(portal).orElseThrow(() -> ProblemException.away("portal"));
    }

    public Hotspot needHotspot() throws ProblemException {
        return Optional.ofNullable(hotspot).orElseThrow(() -> ProblemException.away("hotspot"));
    }

    public Radios needRadios() throws ProblemException {
        return Optional.ofNullable(radios).orElseThrow(ProblemException::networksAway);
    }

    public Networks needNetworks() throws ProblemException {
        return networks().orElseThrow(ProblemException::networksAway);
    }

    public Modules needModules() throws ProblemException {
        return modules().orElseThrow(() -> ProblemException.away("modules"));
    }

    public ModuleHost needModuleHost() throws ProblemException {
        return moduleHost().orElseThrow(() -> ProblemException.away("module-host"));
    }

    public ModuleRepository needModuleRepository() throws ProblemException {
        return Optional.ofNullable(moduleRepository).orElseThrow(() -> ProblemException.away("module-repository"));
    }

    public Fleet needFleet() throws ProblemException {
        return Optional.ofNullable(fleet).orElseThrow(() -> ProblemException.away("fleet"));
    }
}
