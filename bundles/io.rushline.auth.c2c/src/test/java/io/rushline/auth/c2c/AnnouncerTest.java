package io.rushline.auth.c2c;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.auth.api.Connection;
import io.rushline.auth.api.ConnectionListener;
import io.rushline.auth.api.Pairing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.Test;

/** Whatever goes wrong with one change or one listener, the next change is told. */
public class AnnouncerTest {

    private static final Connection NOW = Connection.NONE;

    private final List<Pairing.Step> told = new ArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final ConnectionListener listener = (connection, pairing) -> told.add(pairing.step());

    @Test
    public void aListenerWhoseClassesAreGoneHidesNothingFromTheOthers() {
        ConnectionListener gone = (connection, pairing) -> {
            throw new NoClassDefFoundError("gone");
        };
        Announcer announcer = new Announcer(Runnable::run, () -> List.of(gone, listener));
        announcer.announce(NOW, Pairing.NONE);
        announcer.announce(NOW, Pairing.of(Pairing.Step.ASKING));
        assertEquals(List.of(Pairing.Step.NONE, Pairing.Step.ASKING), told);
    }

    @Test
    public void listenersThatCannotBeListedOnceAreToldOfTheNextChange() {
        Announcer announcer = new Announcer(Runnable::run, () -> {
            if (broken.getAndSet(false)) {
                throw new NoClassDefFoundError("gone");
            }
            return List.of(listener);
        });
        announcer.announce(NOW, Pairing.NONE);
        announcer.announce(NOW, Pairing.of(Pairing.Step.ASKING));
        assertEquals(List.of(Pairing.Step.ASKING), told);
    }

    @Test
    public void whatFoundNoThreadIsToldWithTheNextChange() {
        Announcer announcer = new Announcer(work -> {
            if (broken.getAndSet(false)) {
                throw new OutOfMemoryError("no thread");
            }
            work.run();
        }, () -> List.of(listener));
        assertThrows(OutOfMemoryError.class, () -> announcer.announce(NOW, Pairing.NONE));
        announcer.announce(NOW, Pairing.of(Pairing.Step.ASKING));
        assertEquals(List.of(Pairing.Step.NONE, Pairing.Step.ASKING), told);
    }
}
