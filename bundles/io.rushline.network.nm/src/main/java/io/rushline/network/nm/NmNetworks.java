package io.rushline.network.nm;

import io.rushline.network.api.AccessPoint;
import io.rushline.network.api.Link;
import io.rushline.network.api.LinkRules;
import io.rushline.network.api.NetworkException;
import io.rushline.network.api.NetworkException.Code;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Profile;
import io.rushline.network.api.ProfileFile;
import io.rushline.network.api.Secret;
import io.rushline.network.api.Trial;
import io.rushline.network.api.Wifi;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.freedesktop.dbus.types.UInt32;
import org.freedesktop.dbus.types.UInt64;

/** Known networks as NetworkManager keeps them, changed one after the other; keeps nothing itself. */
final class NmNetworks implements Networks {

    interface Work<T> {
        T run() throws NetworkException, BusException;
    }

    /** What becomes of a checkpoint. */
    private interface End {
        void of(String checkpoint) throws NetworkException, BusException;
    }

    private static final System.Logger LOG = System.getLogger(NmNetworks.class.getName());
    /** With what follows it stays below the 60 s of the contract; NetworkManager waits 45 s for DHCP. */
    private static final Duration JOIN = Duration.ofSeconds(48);
    private static final Duration PUT_BACK = Duration.ofSeconds(8);
    private static final int HIGHEST_PREFERENCE = 999;

    private final Caller nm;
    private final Preference.Store preference;
    private final Checkpoints checkpoints;
    private final SafeChange safeChange;
    /** One that nobody has asked for: it may be tried just when somebody plugs in what helps. */
    private final SafeChange ownChange;
    private final Radio radio;
    private final Transfer transfer;
    private final ReentrantLock change = new ReentrantLock();
    /** What could be heard before a radio became an access point. */
    private volatile Snapshot lastHeard = new Snapshot(Map.of());

    NmNetworks(Caller nm, Preference.Store preference, Supplier<Optional<LinkRules>> rules, Clock clock) {
        this.nm = nm;
        this.preference = preference;
        this.checkpoints = new Checkpoints(nm, clock);
        this.safeChange = new SafeChange(nm, checkpoints, PUT_BACK, true);
        this.ownChange = new SafeChange(nm, checkpoints, PUT_BACK, false);
        this.radio = new Radio(nm);
        this.transfer = new Transfer(nm, rules, SealedFile.ITERATIONS);
    }

    @Override
    public List<Profile> profiles() throws NetworkException {
        return asking(() -> Known.profiles(Known.all(nm, Snapshot.read(nm))));
    }

    @Override
    public List<AccessPoint> scan() throws NetworkException {
        return asking(() -> {
            radio.listen(Snapshot.read(nm));
            Snapshot now = Snapshot.read(nm);
            return Radio.heard(now, lastHeard, Known.profiles(Known.all(nm, now)));
        });
    }

    /** Remembers what can be heard before this radio becomes an access point; one that is, hears nothing, and one that is scanning does not become it at once. */
    Snapshot remember(String device) throws NetworkException, BusException {
        Snapshot now = Snapshot.read(nm);
        if (!now.hotspot(device)) {
            if (now.get(device, Nm.WIRELESS).texts("AccessPoints").isEmpty()) {
                radio.listen(now);
                now = Snapshot.read(nm);
            }
            lastHeard = now;
        }
        return now;
    }

    /** Makes a change that holds at once, and is undone when it fails, but for connections that are new. */
    void safely(Snapshot before, String device, String what, SafeChange.Work work) throws NetworkException, BusException {
        ownChange.run(before, device, Duration.ZERO, what, work);
    }

    @Override
    public Profile save(Profile.Draft draft, Duration confirmWithin) throws NetworkException {
        return changing(() -> {
            Snapshot now = Snapshot.read(nm);
            List<Known> all = Known.all(nm, now);
            Drafts.check(draft, Known.profiles(all));
            String id;
            if (draft.id().isEmpty()) {
                id = Known.add(nm, draft).id();
            } else {
                id = draft.id().get();
                edit(draft, Known.find(all, id), now, confirmWithin);
            }
            return Known.find(Known.all(nm, Snapshot.read(nm)), id).profile();
        });
    }

    private void edit(Profile.Draft draft, Known former, Snapshot now, Duration confirmWithin) throws NetworkException, BusException {
        boolean anew = Drafts.joinsAnew(draft, former.profile());
        Drafts.apply(draft, former.settings());
        Optional<String> inForce = now.deviceOf(former.path());
        if (inForce.isEmpty()) {
            former.update(nm); // it cuts nobody's way: it holds at once
            return;
        }
        String device = inForce.get();
        safeChange.run(now, device, confirmWithin, "Changes " + draft.name().strip() + ".", () -> {
            former.update(nm);
            if (anew || !reapplied(device)) {
                join(former.path(), draft.wifi(), device, JOIN);
            }
        });
    }

    /** Addresses and the like, without leaving the network. */
    private boolean reapplied(String device) throws BusException {
        try {
            nm.call(device, Nm.DEVICE, "Reapply", "a{sa{sv}}tu", Map.of(), new UInt64("0"), new UInt32(0));
            return true;
        } catch (BusException needsMore) {
            if (needsMore.error().equals(BusException.NO_ANSWER)) {
                throw needsMore;
            }
            LOG.log(System.Logger.Level.DEBUG, "the network is joined anew", needsMore);
            return false;
        }
    }

    @Override
    public void forget(String id) throws NetworkException {
        changing(() -> nm.call(Known.find(Known.all(nm, Snapshot.read(nm)), id).path(), Nm.CONNECTION, "Delete", ""));
    }

    @Override
    public void connect(String id, Optional<String> link, Duration confirmWithin) throws NetworkException {
        changing(() -> {
            Snapshot now = Snapshot.read(nm);
            Known known = Known.find(Known.all(nm, now), id);
            String device = Devices.forProfile(now, known, link);
            long began = System.nanoTime();
            if (!inRange(now, device, known)) {
                throw new NetworkException(Code.NOT_FOUND);
            }
            Duration left = JOIN.minusNanos(System.nanoTime() - began);
            safeChange.run(now, device, confirmWithin, "Joins " + known.profile().name() + ".", () -> join(known.path(), known.profile().wifi(), device, left));
            return null;
        });
    }

    /** Of a WPA3 network that refuses the password NetworkManager says that it is not there. */
    private void join(String connection, Optional<Wifi> wifi, String device, Duration within) throws NetworkException, BusException {
        try {
            new Activation(nm, device).run(connection, within);
        } catch (NetworkException failed) {
            if (failed.code() == Code.NOT_FOUND && wifi.isPresent() && Devices.hearsWpa3(Snapshot.read(nm), device, wifi.get().ssid())) {
                throw new NetworkException(Code.WRONG_LOGIN, "", failed);
            }
            throw failed;
        }
    }

    private boolean inRange(Snapshot now, String device, Known known) throws NetworkException, BusException {
        Optional<Wifi> announced = known.profile().wifi().filter(wifi -> !wifi.hidden());
        if (announced.isEmpty() || now.hotspot(device) || Devices.hears(now, device, announced.get().ssid())) {
            return true;
        }
        radio.listen(now);
        return Devices.hears(Snapshot.read(nm), device, announced.get().ssid());
    }

    @Override
    public void disconnect(String link, Duration confirmWithin) throws NetworkException {
        changing(() -> {
            Snapshot now = Snapshot.read(nm);
            String device = Devices.named(now, link);
            if (Devices.state(now, device) > Nm.DISCONNECTED) {
                safeChange.run(now, device, confirmWithin, "Disconnects " + link + ".", () -> nm.call(device, Nm.DEVICE, "Disconnect", ""));
            }
            return null;
        });
    }

    @Override
    public void prefer(List<String> ids) throws NetworkException {
        changing(() -> {
            if (ids.size() > HIGHEST_PREFERENCE) {
                throw new NetworkException(Code.BAD_SETTINGS, "there are " + ids.size() + " profiles; at most 999 are expected", null);
            }
            List<Known> all = Known.all(nm, Snapshot.read(nm));
            List<Known> ordered = new ArrayList<>();
            for (String id : ids) {
                ordered.add(Known.find(all, id)); // all are there before the first one changes
            }
            int preference = ids.size();
            for (Known known : ordered) {
                if (known.profile().preference() != preference) {
                    known.settings().put(ConnectionSettings.CONNECTION, "autoconnect-priority", preference, "i");
                    known.update(nm);
                }
                preference--;
            }
            return null;
        });
    }

    @Override
    public ProfileFile exported(Secret passphrase) throws NetworkException {
        return asking(() -> transfer.exported(passphrase));
    }

    @Override
    public List<ProfileFile.Entry> imported(String file, Secret passphrase) throws NetworkException {
        List<Props> networks = Transfer.opened(file, passphrase);
        return changing(() -> transfer.imported(networks));
    }

    @Override
    public List<Link.Kind> kinds() {
        return preference.preference().kinds();
    }

    @Override
    public void preferKinds(List<Link.Kind> kinds) throws NetworkException {
        for (Link.Kind kind : kinds) {
            Drafts.expect(Collections.frequency(kinds, kind) == 1, kind + " is named more than once; each kind once is expected");
        }
        try {
            preference.keep(new Preference(List.copyOf(kinds)));
        } catch (IOException unkept) {
            throw new NetworkException(Code.FAILED, "the order cannot be kept: look at the disk of the home", unkept);
        }
    }

    /** Empty while a change is under way, which is not yet one to confirm. */
    @Override
    public Optional<Trial> trial() {
        try {
            return change.isLocked() ? Optional.empty() : checkpoints.trial();
        } catch (BusException gone) {
            LOG.log(System.Logger.Level.DEBUG, "NetworkManager does not tell whether a change waits", gone);
            return Optional.empty();
        }
    }

    @Override
    public void confirm() throws NetworkException {
        end(checkpoints::destroy);
    }

    @Override
    public void undo() throws NetworkException {
        end(checkpoints::rollBack);
    }

    private void end(End how) throws NetworkException {
        alone(() -> {
            Optional<String> pending = checkpoints.pending();
            if (pending.isPresent()) {
                how.of(pending.get());
            }
            return null;
        });
    }

    /** One change at a time, and none while one waits for its confirmation. */
    <T> T changing(Work<T> work) throws NetworkException {
        return alone(() -> {
            if (checkpoints.pending().isPresent()) {
                throw new NetworkException(Code.BUSY);
            }
            return work.run();
        });
    }

    private <T> T alone(Work<T> work) throws NetworkException {
        if (!change.tryLock()) {
            throw new NetworkException(Code.BUSY);
        }
        try {
            return asking(work);
        } finally {
            change.unlock();
        }
    }

    private static <T> T asking(Work<T> work) throws NetworkException {
        try {
            return work.run();
        } catch (BusException failed) {
            throw Reasons.of(failed);
        }
    }
}
