package io.rushline.simulator;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Puts the parts of the simulated cloud together and runs them. */
final class Cloud implements AutoCloseable {

    /** What others find in {@code run/simulator.json}. */
    record Address(String url, String trust) { }

    private final AssetStore assets;
    private final HttpsServer server;
    private final Path addressFile;
    private final Address address;

    private Cloud(AssetStore assets, HttpsServer server, Path addressFile, Address address) {
        this.assets = assets;
        this.server = server;
        this.addressFile = addressFile;
        this.address = address;
    }

    /** Listens when this returns. */
    static Cloud open(Config config, Clock clock, RandomGenerator random) throws IOException {
        Files.createDirectories(config.folder());
        Path trust = config.home().resolve("trust.pem");
        Certificate certificate = Certificate.in(config.folder(), config.host(), trust, clock);
        CloudState state = new CloudState(config.folder(), random);
        AssetStore assets = new AssetStore(config.folder().resolve("assets"), clock);
        HttpsServer server = new HttpsServer(certificate, frontDoor(config, state, assets, clock, random));
        try {
            listen(server, config, state.now().port());
            state.rememberPort(server.port());
            assets.open();
            server.start();
            Address address = new Address("https://localhost:" + server.port(), trust.toString());
            Path addressFile = config.home().resolve("run").resolve("simulator.json");
            new JsonFile<>(addressFile, Address.class).write(address);
            return new Cloud(assets, server, addressFile, address);
        } catch (IOException | RuntimeException e) {
            server.close();
            assets.close();
            throw e;
        }
    }

    private static FrontDoor frontDoor(Config config, CloudState state, AssetStore assets, Clock clock, RandomGenerator random) throws IOException {
        Faults faults = new Faults();
        RefusalLog refusals = new RefusalLog(config.folder().resolve("refusals.jsonl"), clock);
        UploadUrls urls = new UploadUrls(state.now().signingKey(), faults, clock);
        Authority authority = new Authority(state, config, faults, clock, random);
        Devices devices = new Devices(state, authority, config, clock);
        Sockets sockets = new Sockets(authority, devices, faults, refusals);
        Control control = new Control(state, authority, devices, sockets, assets, faults, refusals, clock);
        List<Route> routes = Stream.of(
                new AuthEndpoints(authority).routes(),
                devices.routes(),
                new AssetEndpoints(assets, authority, urls, config, clock, random).routes(),
                new Upload(assets, urls, faults).routes(),
                control.routes(),
                new Steering(state, authority, devices, sockets, assets, faults, random).routes(),
                new Pages(state, authority, control).routes()).flatMap(List::stream).toList();
        return new FrontDoor(routes, faults, refusals, sockets, clock);
    }

    /** A port that was given is a promise; one that was found is kept while it is free, since upload URLs hold it. */
    private static void listen(HttpsServer server, Config config, int last) throws IOException {
        int port = config.port() == 0 ? last : config.port();
        try {
            server.bind(config.host(), port);
        } catch (IOException e) {
            if (config.port() != 0 || last == 0) {
                throw new IOException("The simulator cannot listen on " + config.host() + ":" + port
                        + ": the port is taken or not allowed. Stop the program that has it, or set another port.", e);
            }
            server.bind(config.host(), 0);
        }
    }

    URI url() {
        return URI.create(address.url());
    }

    @Override
    public void close() {
        server.close();
        assets.close();
        try {
            Files.deleteIfExists(addressFile);
        } catch (IOException e) {
            System.getLogger(Cloud.class.getName()).log(System.Logger.Level.WARNING, "The simulator's address file could not be removed", e);
        }
    }
}
