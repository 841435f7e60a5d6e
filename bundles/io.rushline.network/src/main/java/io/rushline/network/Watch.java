package io.rushline.network;

import io.rushline.network.api.Contact;
import io.rushline.network.api.Link;
import io.rushline.network.api.NetworkStatus;
import io.rushline.network.api.Reach;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
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

    /** The way to the cloud, as it was found last. */
    private record Way(Reach reach, Optional<String> trouble, Optional<Instant> checkedAt, Optional<Duration> clockAhead, Optional<Contact> contact,
            Optional<URI> portal) {
        Way ofAnotherClock() {
            return new Way(reach, trouble, checkedAt, Optional.empty(), contact, portal);
        }
    }

    static final Duration WHILE_ONLINE = Duration.ofSeconds(120);
    static final Duration OTHERWISE = Duration.ofSeconds(30);
    /** What has just come up may not lead anywhere yet. */
    static final Duration AFTER_A_CHANGE = Duration.ofSeconds(1);
    static final Duration CLOCK_LOOK = Duration.ofSeconds(5);
    /** More than a clock is corrected by without being set. */
    private static final Duration SET = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(Watch.class.getName());
    private static final String NO_LINK = "The device has no network: plug in a cable, or join a Wi-Fi.";

    private static final Question.Reply BROKEN = new Question.Reply(Reach.UNKNOWN, "The cloud could not be asked.", "Wait, it is tried again.");

    private final Supplier<List<Link>> links;
    private final Function<List<Link>, Carriers> carriers;
    private final Question question;
    private final Executor asking;
    private final Later later;
    private final Clock clock;
    private final LongSupplier nanos;
    private final Consumer<NetworkStatus> onChange;

    private volatile NetworkStatus status;

    // of the one thread
    private Runnable takeBack = () -> { };
    private boolean underWay;
    private boolean again;
    private Duration rest = OTHERWISE;
    /** By how much the wall clock is ahead of the one that never jumps. */
    private Duration clockOffset;
    private Way way = new Way(Reach.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Of the thread that asks. */
    private boolean broken;

    /**
     * @param nanos    the clock that never jumps
     * @param onChange told of each change, on the thread of {@code later}
     */
    Watch(Supplier<List<Link>> links, Function<List<Link>, Carriers> carriers, Question question, Executor asking, Later later, Clock clock, LongSupplier nanos,
            Consumer<NetworkStatus> onChange) {
        this.links = links;
        this.carriers = carriers;
        this.question = question;
        this.asking = asking;
        this.later = later;
        this.clock = clock;
        this.nanos = nanos;
        this.onChange = onChange;
        status = new NetworkStatus(List.of(), Reach.UNKNOWN, Optional.empty(), Optional.empty(), Optional.empty(), carriers.apply(List.of()).carriers());
    }

    NetworkStatus status() {
        return status;
    }

    /** From now on it is noticed when the clock is set. On the one thread. */
    void lookAtClock() {
        later.after(CLOCK_LOOK, this::lookAtClock);
        Duration now = Duration.between(Instant.EPOCH, clock.instant()).minusNanos(nanos.getAsLong());
        boolean set = clockOffset != null && now.minus(clockOffset).abs().compareTo(SET) > 0;
        clockOffset = now;
        if (set) { // what the cloud said of it holds no more
            way = way.ofAnotherClock();
            show(status.links());
            ask();
        }
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
        show(now);
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
        way = new Way(reply.reach(), reply.reach() == Reach.OFFLINE && noLink ? Optional.of(NO_LINK) : reply.trouble(), Optional.of(clock.instant()),
                reply.clockAhead().or(way::clockAhead), reply.contact().or(way::contact), reply.portal());
        try {
            show(status.links());
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

    private void show(List<Link> links) {
        Carriers ways = carriers.apply(links);
        NetworkStatus before = status;
        NetworkStatus next = new NetworkStatus(links, way.reach(), joined(way.trouble(), ways.trouble()), way.checkedAt(), way.clockAhead(), ways.carriers(), way.contact(),
                way.portal());
        status = next;
        boolean changed = !next.links().equals(before.links()) || next.reach() != before.reach() || !next.trouble().equals(before.trouble())
                || !next.clockAhead().equals(before.clockAhead()) || !next.carriers().equals(before.carriers()) || !next.portal().equals(before.portal());
        if (changed) {
            onChange.accept(next);
        }
    }

    private static Optional<String> joined(Optional<String> one, Optional<String> other) {
        return one.isPresent() && other.isPresent() ? Optional.of(one.get() + " " + other.get()) : one.or(() -> other);
    }
}
