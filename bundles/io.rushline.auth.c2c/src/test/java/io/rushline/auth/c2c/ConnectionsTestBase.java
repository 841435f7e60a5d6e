package io.rushline.auth.c2c;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Pairing;
import io.rushline.status.api.Warning;
import io.rushline.vault.api.VaultException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.Before;

/** A connector's logic in virtual time, before a cloud and a vault that do as they are told. */
public abstract class ConnectionsTestBase {

    final VirtualTime virtual = new VirtualTime();
    final FakeCloud cloud = new FakeCloud();
    final FakeVault vault = new FakeVault();
    final List<String> told = new ArrayList<>();
    final List<Warning> warnings = new ArrayList<>();
    Connections connections;

    @Before
    public void start() throws VaultException {
        ConnectionListener listener = this::tell;
        connections = new Connections(new DeviceGrant(cloud, new Credentials("unit", "product", true), virtual.time().clock()), vault, virtual,
                virtual.time(),
                () -> List.of(listener), warning -> {
                    warnings.add(warning);
                    return () -> warnings.remove(warning);
                });
        connections.start();
        virtual.settle();
    }

    final void restart() throws VaultException {
        connections.stop();
        virtual.shutdownNow();
        start();
    }

    private void tell(Connection connection, Pairing pairing) {
        told.add(connection.state() + " " + pairing.step());
    }

    final void pair() throws Exception {
        cloud.on(FakeCloud.POLL, cloud::tokens);
        connections.pair();
        virtual.pass(Duration.ofSeconds(6));
    }

    final Pairing pairing() {
        return connections.pairing();
    }

    final Connection.State state() {
        return connections.connection().state();
    }
}
