package io.rushline.uploader.c2c;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.auth.api.Pairing;
import io.rushline.cloud.api.CloudException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A connection whose state and tokens a test sets. */
final class FakeConnector implements Connector {

    volatile Connection connection = connected("project-1");
    volatile String token = "token-1";
    volatile String nextToken = "token-2";
    volatile AuthException refuses;
    /** What the next call for a token meets. */
    volatile CloudException.Code trouble;
    Runnable looked = () -> { };
    int renewals;

    static Connection connected(String project) {
        return new Connection(Connection.State.CONNECTED, Optional.of(project), Optional.of("Film"), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(), Optional.empty());
    }

    /** Connected, and yet something is wrong. */
    static Connection troubled(String trouble) {
        return new Connection(Connection.State.CONNECTED, Optional.of("project-1"), Optional.of("Film"), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(), Optional.of(trouble));
    }

    static Connection expired() {
        return new Connection(Connection.State.EXPIRED, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty(), false, List.of(), Optional.empty(), Optional.empty());
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public synchronized AccessToken token() throws AuthException, CloudException {
        if (trouble != null) {
            CloudException.Code code = trouble;
            trouble = null;
            throw new CloudException(code);
        }
        if (refuses != null) {
            throw refuses;
        }
        return new AccessToken(token, Instant.MAX);
    }

    @Override
    public synchronized AccessToken renew(AccessToken refused) throws AuthException {
        if (refuses != null) {
            throw refuses;
        }
        if (refused.value().equals(token)) {
            renewals++;
            token = nextToken;
        }
        return new AccessToken(token, Instant.MAX);
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
        looked.run();
    }

    @Override
    public void unpair() {
        throw new UnsupportedOperationException();
    }
}
