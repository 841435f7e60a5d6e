package io.rushline.itests.simulation;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.auth.api.Pairing;
import io.rushline.cloud.api.CloudException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The connection with a project: tokens that are revoked, refreshes that do not get through or are refused, another project. */
final class ConnectorModel implements Connector {

    private final CloudModel cloud;
    private final Link link;
    private Connection.State state = Connection.State.CONNECTED;
    private String project;
    private String token;

    ConnectorModel(CloudModel cloud, Link link, String project) {
        this.cloud = cloud;
        this.link = link;
        pairWith(project);
    }

    void pairWith(String other) {
        state = Connection.State.CONNECTED;
        project = other;
        token = cloud.newToken(other);
    }

    void end(Connection.State how) {
        state = how;
        cloud.revoke(token);
    }

    void revokeToken() {
        cloud.revoke(token);
    }

    boolean connected() {
        return state == Connection.State.CONNECTED;
    }

    String project() {
        return project;
    }

    @Override
    public Connection connection() {
        Optional<String> at = connected() ? Optional.of(project) : Optional.empty();
        return new Connection(state, at, at, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(),
                Optional.empty());
    }

    @Override
    public AccessToken token() throws AuthException {
        requireConnected();
        return new AccessToken(token, Instant.MAX);
    }

    @Override
    public AccessToken renew(AccessToken refused) throws AuthException, CloudException {
        requireConnected();
        link.reach(500);
        requireConnected();
        if (refused.value().equals(token)) {
            cloud.revoke(token);
            token = cloud.newToken(project);
        }
        return new AccessToken(token, Instant.MAX);
    }

    private void requireConnected() throws AuthException {
        if (!connected()) {
            throw new AuthException(state == Connection.State.EXPIRED ? AuthException.Code.EXPIRED : AuthException.Code.NOT_PAIRED);
        }
    }

    @Override
    public Pairing pairing() {
        return Pairing.NONE;
    }

    @Override
    public void pair() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void look() {
        // Nothing has changed.
    }

    @Override
    public void unpair() {
        throw new UnsupportedOperationException();
    }
}
