package io.rushline.network;

import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Asks the cloud whether it is there: at once when the links change, rarely while all is well. All of it happens on the thread of {@link Later}
 * but the asking, which blocks.
 */
final class Watch {

    /** One thread that does things later; gives back what takes an order back. */
    interface Later {
        Runnable after(Duration delay, Runnable work);
    }

    static final Duration WHILE_ONLINE = Duration.ofSeconds(120);
    static final Duration OTHERWISE = Duration.ofSeconds(30);
    /** What has just come up may not lead anywhere yet. */
    static final Duration AFTER_A_CHANGE = Duration.ofSeconds(1);

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    private static final String NO_LINK = "The device has no network: plug in a cable, or join a Wi-Fi.";

    private static final Question.Reply BROKEN = new Question.Reply(Reach.UNKNOWN, "The cloud could not be asked.", "Wait, it is tried again.", Optional.empty());

    private final Supplier<List<Link>> links;
    private final Function<List<Link>, Carriers> carriers;
    private final Question question;
    private final Executor asking;
    private final Later later;
    private final Clock clock;
    private final Consumer<NetworkStatus> onChange;

    private volatile NetworkStatus status;

    // of the one thread
    private Runnable takeBack = () -> { };
    private boolean underWay;
    private boolean again;
    private Duration rest = OTHERWISE;
    /** What is wrong with the way to the cloud. */
    private Optional<String> wayTrouble = Optional.empty();

    /** Of the thread that asks. */
    private boolean broken;

    /** @param onChange told of each change, on the thread of {@code later} */
    Watch(Supplier<List<Link>> links, Function<List<Link>, Carriers> carriers, Question question, Executor asking, Later later, Clock clock, Consumer<NetworkStatus> onChange) {
        this.links = links;
        this.carriers = carriers;
        this.question = question;
        this.asking = asking;
        this.later = later;
        this.clock = clock;
        this.onChange = onChange;
        status = new NetworkStatus(List.of(), Reach.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty(), carriers.apply(List.of()).carriers());
    }

    NetworkStatus status() {
        return status;
    }

    /** The links, or what they may carry, may have changed. Any thread. */
    void lookSoon() {
        later.after(Duration.ZERO, this::look);
    }

    /** Something changed that may matter. Any thread. */
    void askSoon() {
        later.after(Duration.ZERO, this::ask);
    }

    private void look() {
        List<Link> now = links.get();
        boolean others = !paths(now).equals(paths(status.links()));
        show(now, status.reach(), status.checkedAt(), status.clockAhead());
        if (others) {
            rest = AFTER_A_CHANGE;
            ask();
        }
    }

    /** The rate and the signal of a Wi-Fi change all the time: that is no reason to ask. */
    private static List<?> paths(List<Link> links) {
        return links.stream().map(link -> List.of(link.name(), link.state(), link.addresses(), link.main(), link.gateway(), link.reach())).toList();
    }

    private void ask() {
        if (underWay) {
            again = true;
            return;
        }
        underWay = true;
        takeBack.run();
        asking.execute(() -> {
            Question.Reply reply = BROKEN;
            try {
                reply = question.ask();
                broken = false;
            } catch (Throwable failed) { // also an Error: a class of a bundle that is just being replaced
                if (!broken) {
                    LOG.log(System.Logger.Level.WARNING, "the cloud could not be asked; it is tried again", failed);
                }
                broken = true;
            } finally {
                Question.Reply told = reply;
                later.after(Duration.ZERO, () -> found(told)); // whatever happened: or it would never be asked again
            }
        });
    }

    private void found(Question.Reply reply) {
        underWay = false;
        boolean noLink = status.links().stream().noneMatch(link -> link.up() && link.addresses().stream().anyMatch(a -> !a.isLinkLocalAddress()));
        wayTrouble = reply.reach() == Reach.OFFLINE && noLink ? Optional.of(NO_LINK) : reply.trouble();
        try {
            show(status.links(), reply.reach(), Optional.of(clock.instant()), reply.clockAhead().or(status::clockAhead));
        } finally {
            askAgain(reply.reach());
        }
    }

    private void askAgain(Reach reach) {
        if (again) {
            again = false;
            ask();
        } else {
            takeBack = later.after(reach == Reach.ONLINE ? WHILE_ONLINE : rest, this::ask);
            rest = reach == Reach.ONLINE || rest.multipliedBy(2).compareTo(OTHERWISE) > 0 ? OTHERWISE : rest.multipliedBy(2);
        }
    }

    private void show(List<Link> now, Reach reach, Optional<Instant> checkedAt, Optional<Duration> clockAhead) {
        Carriers ways = carriers.apply(now);
        NetworkStatus before = status;
        NetworkStatus next = new NetworkStatus(now, reach, joined(wayTrouble, ways.trouble()), checkedAt, clockAhead, ways.carriers());
        status = next;
        boolean changed = !next.links().equals(before.links()) || next.reach() != before.reach() || !next.trouble().equals(before.trouble())
                || !next.clockAhead().equals(before.clockAhead()) || !next.carriers().equals(before.carriers());
        if (changed) {
            onChange.accept(next);
        }
    }

    private static Optional<String> joined(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get() + " " + other.get()) : one.or(() -> other);
    }
}
