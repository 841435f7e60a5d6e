package io.rushline.store;

import static org.junit.Assert.assertEquals;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.felix.hc.api.Result.Status;
import org.junit.Test;

/** When the database is asked and does not answer. */
public class StoreHealthTest {

    @Test
    public void aStoreThatHasNotStartedIsNotHealthyYet() {
        assertEquals(Status.TEMPORARILY_UNAVAILABLE, new StoreHealth().execute().getStatus());
    }

    @Test
    public void aDatabaseThatFailsIsCriticalAndOneThatIsFullIsNot() {
        assertEquals(Status.CRITICAL, Store.health(failing("XJ001")).getStatus());
        assertEquals(Status.WARN, Store.health(failing(Connections.READ_ONLY)).getStatus());
    }

    @Test
    public void onlyWhatAnotherVersionMayMendIsCritical() {
        assertEquals(Set.of(Unavailable.Why.NEWER, Unavailable.Why.UNKNOWN), Arrays.stream(Unavailable.Why.values())
                .filter(why -> why.ofCode).collect(Collectors.toSet()));
    }

    private static Connections failing(String state) {
        return new Connections(new Connections.Bootable() {
            @Override
            public Connection connect() {
                return (Connection) Proxy.newProxyInstance(StoreHealthTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, none) -> {
                    switch (method.getName()) {
                        case "isReadOnly":
                            return false;
                        case "close":
                            return null;
                        default:
                            throw new SQLException("broken", state);
                    }
                });
            }

            @Override
            public void shutDown() {
                // nothing runs
            }
        }, System::nanoTime, writable -> { });
    }
}
