package io.rushline.itests.simulation;

import io.rushline.auth.api.Connection;
import io.rushline.network.api.Carrier;
import io.rushline.network.api.Carrier.What;
import io.rushline.network.api.Carrier.When;
import io.rushline.network.api.Reach;
import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.PauseSighting;
import io.rushline.queue.derby.SimulatedStore.Fault;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What happens to the appliance from outside, drawn by lot: one act at a time, each of which may have an end of its own later. */
final class Acts {

    private final World world;
    private final Random chance;
    private final People people;
    private final Recorder recorder;
    private final boolean clockMaySet;

    Acts(World world, People people, Recorder recorder) {
        this.world = world;
        this.chance = world.chance;
        this.people = people;
        this.recorder = recorder;
        this.clockMaySet = chance.nextInt(10) < 3;
    }

    /** @param bad it may be one that the cloud refuses */
    void clip(boolean bad) {
        String ending = bad && chance.nextInt(8) == 0 ? "_refused" : chance.nextInt(5) == 0 ? "_proxy" : "";
        Take take = world.shoot(ending, chance.nextInt(20) == 0 ? 0 : 1 + (long) Math.exp(chance.nextDouble() * 7));
        world.time.after(Duration.ofSeconds(chance.nextInt(30)), () -> world.accept(take, "print " + take.number));
    }

    void any() {
        switch (chance.nextInt(36)) {
            case 0, 1, 2, 3, 4 -> clip(true);
            case 5, 6 -> network();
            case 7 -> quality();
            case 8 -> world.link.reset();
            case 9, 10 -> world.cutPowerAfter(1 + chance.nextInt(400));
            case 11 -> modules();
            case 12 -> store();
            case 13 -> world.connector.revokeToken();
            case 14 -> connection();
            case 15, 16, 17 -> people.oneItem();
            case 18 -> bulk();
            case 19 -> people.order();
            case 20 -> people.uploadAgain();
            case 21 -> card();
            case 22, 23 -> file();
            case 24 -> unreadable();
            case 25, 26 -> recorder.record();
            case 27, 28 -> pause();
            case 29 -> duplicate();
            case 30 -> clock();
            case 31 -> seenAgain();
            case 32 -> serviceAway();
            case 33 -> secondLink();
            case 34 -> carriers();
            default -> lostReceipt();
        }
    }

    private void later(int seconds, Runnable end) {
        world.time.after(Duration.ofSeconds(1 + chance.nextInt(seconds)), end);
    }

    private void network() {
        Link.State[] states = Link.State.values();
        Link.State state = states[chance.nextInt(states.length)];
        world.journal.note("network: " + state);
        world.link.state(state);
        if (state != Link.State.UP) {
            Reach reach = chance.nextBoolean() ? Reach.UNKNOWN : state == Link.State.PORTAL ? Reach.PORTAL : Reach.OFFLINE;
            world.appliance.network(reach);
            later(900, () -> {
                world.link.state(Link.State.UP);
                world.appliance.network(Reach.ONLINE);
            });
        }
    }

    /** Another one beside the main link, of any kind; it breaks at times, and nobody notices. */
    private void secondLink() {
        world.journal.note("network: a second link");
        quality(world.second);
        world.second.state(Link.State.UP);
        When when = When.values()[chance.nextInt(2)];
        What what = What.values()[chance.nextInt(2)];
        world.appliance.carriers(List.of(carrier("eth0", When.ALWAYS, What.ALL), new Carrier("wlan0", Optional.of(InetAddress.getLoopbackAddress()), when, what)));
        later(300, () -> world.second.state(Link.State.values()[chance.nextInt(Link.State.values().length)]));
        later(900, this::oneLink);
    }

    /** Somebody wishes that nothing leaves, or proxies only. */
    private void carriers() {
        world.journal.note("network: carries little");
        world.appliance.carriers(chance.nextBoolean() ? List.of() : List.of(carrier("eth0", When.ALWAYS, What.PROXIES)));
        later(900, this::oneLink);
    }

    private void oneLink() {
        world.journal.note("network: one link");
        world.second.state(Link.State.NO_ROUTE);
        world.appliance.carriers(List.of(carrier("eth0", When.ALWAYS, What.ALL)));
    }

    private static Carrier carrier(String link, When when, What what) {
        return new Carrier(link, Optional.empty(), when, what);
    }

    private void quality() {
        quality(world.link);
    }

    private void quality(Link link) {
        link.quality(Math.exp(Math.log(0.5) + chance.nextDouble() * Math.log(400)), chance.nextInt(3) == 0 ? chance.nextDouble() * 0.4 : 0);
    }

    private void modules() {
        if (!world.appliance.on()) {
            return;
        }
        if (chance.nextBoolean()) {
            world.appliance.swapUploader();
        } else if (world.appliance.queueThere()) {
            world.appliance.replaceQueue();
        }
    }

    private void serviceAway() {
        if (!world.appliance.on()) {
            return;
        }
        if (chance.nextBoolean()) {
            world.appliance.cloudThere(false);
            later(120, () -> world.appliance.cloudThere(true));
        } else {
            world.journal.note("queue is away");
            world.appliance.queueThere(false);
            later(300, () -> {
                if (world.appliance.on()) {
                    world.appliance.queueThere(true);
                }
            });
        }
    }

    private void store() {
        Fault fault = chance.nextBoolean() ? Fault.FULL : Fault.AWAY;
        world.journal.note("store: " + fault);
        world.store.fault(fault);
        later(300, () -> world.store.fault(Fault.NONE));
    }

    private void lostReceipt() {
        world.store.fault(Fault.ANSWER_LOST);
    }

    private void connection() {
        boolean other = chance.nextInt(3) == 0;
        world.connector.end(chance.nextBoolean() ? Connection.State.EXPIRED : Connection.State.UNPAIRED);
        world.journal.note("connection: none");
        world.appliance.wake();
        later(600, () -> pair(other ? World.PROJECTS.get(chance.nextInt(2)) : world.connector.project()));
    }

    void pair(String project) {
        world.journal.note("connection: " + project);
        world.connector.pairWith(project);
        world.appliance.wake();
    }

    private void bulk() {
        switch (chance.nextInt(6)) {
            case 0 -> people.manual();
            case 1 -> people.pauseAll();
            default -> people.manyItems();
        }
    }

    private void card() {
        Path card = Path.of("/media/card" + (1 + chance.nextInt(2)));
        world.journal.note("card: " + card + " is pulled");
        world.cards.pull(card, chance.nextBoolean());
        later(900, () -> {
            world.journal.note("card: " + card + " is back");
            world.cards.putBack(card);
        });
    }

    private Take anyTake() {
        return world.takes.isEmpty() ? null : world.takes.get(Math.max(0, world.takes.size() - 1 - chance.nextInt(10)));
    }

    private void file() {
        Take take = anyTake();
        if (take == null || take.growing || take.deleted || world.cards.isOut(Cards.card(take.path))) {
            return;
        }
        switch (chance.nextInt(6)) {
            case 0 -> {
                world.journal.note("file: " + take.name() + " is deleted");
                take.deleted = true;
                world.cards.delete(take.path);
            }
            case 1, 2 -> rename(take);
            case 3, 4 -> {
                world.journal.note("file: " + take.name() + " is written anew, unseen");
                take.changedUnseen = true;
                write(take, take.file.size());
            }
            default -> {
                world.journal.note("file: " + take.name() + " is written anew");
                take.file.modifiedAt = world.now().plusSeconds(1);
                write(take, take.file.size() + chance.nextInt(20));
                later(120, () -> world.accept(take, "print " + take.number + " " + take.file.versions.size()));
            }
        }
    }

    private void write(Take take, long size) {
        Content old = take.file.now().content();
        Content content = chance.nextBoolean() ? new Content(old.border(), chance.nextInt(60_000), old.tail())
                : new Content(old.border(), old.head(), chance.nextInt(60_000));
        take.file.versions.add(new Cards.Version(content, size, world.time.nanos()));
    }

    private void rename(Take take) {
        Path to = take.path.resolveSibling(take.name().replaceAll("(-r\\d*)?\\.mov", "-r" + chance.nextInt(100) + ".mov"));
        if (to.equals(take.path)) {
            return;
        }
        world.journal.note("file: " + take.name() + " is now " + to.getFileName());
        world.cards.rename(take.path, to);
        take.path = to;
        later(60, () -> List.copyOf(take.items).forEach(item -> world.untilDone("relocate",
                () -> world.appliance.queue().relocate(new ItemId(item), take.path))));
    }

    private void unreadable() {
        Take take = anyTake();
        if (take != null) {
            Path path = take.path;
            world.journal.note("file: " + take.name() + " cannot be read");
            world.cards.unreadable(path, true);
            later(600, () -> world.cards.unreadable(path, false));
        }
    }

    private void duplicate() {
        Take take = anyTake();
        if (take != null && take.file.size() > 0 && !Take.isRecording(take.name())) {
            Take twin = world.shoot("_twin", take.file.size());
            world.accept(twin, "print " + take.number);
        }
    }

    private void seenAgain() {
        Take take = anyTake();
        if (take != null && !take.growing && !take.deleted) {
            world.accept(take, "print " + take.number);
        }
    }

    private void pause() {
        String project = World.PROJECTS.get(chance.nextInt(2));
        int channel = chance.nextInt(4) - 1;
        world.journal.note("cloud: " + project + " pauses " + channel);
        world.cloud.pauses.begin(project, channel, world.time.nanos(), world.time.nanos());
        later(300, () -> look(project));
        later(1_200, () -> {
            world.cloud.pauses.end(project, channel, world.time.nanos());
            later(300, () -> look(project));
        });
    }

    /** The channel learns what is paused. */
    private void look(String project) {
        if (!world.connector.connected() || !world.connector.project().equals(project)) {
            return;
        }
        Set<Integer> paused = world.cloud.pauses.now(project);
        Set<Integer> channels = paused.stream().filter(channel -> channel != Pauses.DEVICE).collect(Collectors.toSet());
        PauseSighting sighting = new PauseSighting(project, paused.contains(Pauses.DEVICE), channels, world.now());
        world.untilDone("pause", () -> {
            world.appliance.queue().pauseSeen(sighting);
            world.checks.pauseSeen(project, paused, sighting.at());
            world.journal.note("channel: " + project + " pauses " + paused);
        });
    }

    private void clock() {
        if (clockMaySet) {
            world.clockWasSet = true;
            long seconds = (long) Math.exp(chance.nextDouble() * 18) * (chance.nextBoolean() ? 1 : -1);
            world.journal.note("clock: wrong by " + seconds + " s");
            world.time.setClock(Duration.ofSeconds(seconds));
        }
    }
}
