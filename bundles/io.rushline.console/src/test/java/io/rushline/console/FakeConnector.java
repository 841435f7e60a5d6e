package io.rushline.console;

import io.rushline.auth.api.AccessToken;
import io.rushline.auth.api.AuthException;
import io.rushline.auth.api.Connection;
import io.rushline.auth.api.Connector;
import io.rushline.auth.api.Pairing;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** A connector that has its code at once. */
public class FakeConnector implements Connector {

    public static final String COMPLETE_URI = "https://next.frame.io/device?code=123456";

    public volatile Connection connection = Connection.NONE;
    public volatile Pairing pairing = Pairing.NONE;

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public Pairing pairing() {
        return pairing;
    }

    @Override
    public void pair() throws AuthException {
        if (connection.state() == Connection.State.CONNECTED) {
            throw new AuthException(AuthException.Code.ALREADY_PAIRED);
        }
        pairing = new Pairing(Pairing.Step.CODE, Optional.of("123456"), Optional.of(URI.create("https://next.frame.io/device")),
                Optional.of(URI.create(COMPLETE_URI)), Optional.of(Instant.parse("2026-11-24T12:02:00Z")), Optional.empty());
    }

    @Override
    public void look() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void cancel() {
        pairing = Pairing.NONE;
    }

    @Override
    public void unpair() throws AuthException {
        if (connection.state() == Connection.State.UNPAIRED) {
            throw new AuthException(AuthException.Code.NOT_PAIRED);
        }
        connection = Connection.NONE;
    }

    @Override
    public AccessToken token() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AccessToken renew(AccessToken refused) {
        throw new UnsupportedOperationException();
    }
}
