package io.rushline.network.nm;

import io.rushline.network.api.LinkRules;
import io.rushline.network.api.LinkSource;
import io.rushline.network.api.Networks;
import io.rushline.network.api.Radios;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.Result.Status;

/** Looks for the bus and NetworkManager on a thread of its own, and offers links and networks while both are there. */
final class Presence implements Closeable {

    /** Makes them known; gives back what withdraws them. */
    interface Offer {
        Runnable offer(LinkSource links, Networks networks, Radios radios);
    }

    private static final System.Logger LOG = System.getLogger(Presence.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final Duration BEAT = Duration.ofSeconds(10);
    /** Longer than the calls of one look may take. */
    private static final Duration STUCK = Duration.ofSeconds(120);
    private static final long STOP_SECONDS = 5;

    private final String address;
    private final Preference.Store preference;
    private final Supplier<Optional<LinkRules>> rules;
    private final Country.Store countries;
    private final Runnable changed;
    private final Offer offer;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor worker;
    private volatile long beatAt = System.nanoTime();
    /** Closed from elsewhere, so that a call that waits ends. */
    private volatile Bus bus;
    private volatile boolean closed;

    // of the worker
    private Duration pause = FIRST_PAUSE;
    private boolean told;
    private Runnable withdraw = () -> { };
    private Runnable look = () -> { };

    /** @param changed told on the worker's thread when the links change */
    Presence(String address, Preference.Store preference, Country.Store countries, Supplier<Optional<LinkRules>> rules, Runnable changed, Offer offer, Clock clock) {
        this.address = address;
        this.preference = preference;
        this.countries = countries;
        this.rules = rules;
        this.changed = changed;
        this.offer = offer;
        this.clock = clock;
        this.worker = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "rushline-nm");
            thread.setDaemon(true);
            return thread;
        }, new ThreadPoolExecutor.DiscardPolicy()); // what comes after the stop is of no use
        worker.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    void start() {
        worker.scheduleWithFixedDelay(() -> beatAt = System.nanoTime(), 0, BEAT.toMillis(), TimeUnit.MILLISECONDS);
        later(Duration.ZERO, this::connect);
    }

    String address() {
        return address;
    }

    /** A setting is another one. Any thread. */
    void look() {
        later(Duration.ZERO, () -> look.run());
    }

    Result health() {
        boolean stuck = worker.isShutdown() || System.nanoTime() - beatAt > STUCK.toNanos();
        return stuck ? new Result(Status.CRITICAL, "Nobody looks for NetworkManager any more.") : new Result(Status.OK, "NetworkManager is looked for.");
    }

    /** Withdraws what is offered, leaves the bus; calls under way end with an error. */
    @Override
    public void close() {
        closed = true;
        Bus open = bus;
        if (open != null) {
            open.close();
        }
        try {
            worker.submit(() -> withdraw.run()).get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException stuck) {
            LOG.log(System.Logger.Level.WARNING, "The services could not be withdrawn in time; the framework does it.", stuck);
        }
        worker.shutdownNow();
    }

    private void connect() {
        try {
            if (!Bus.mayBeThere(address)) {
                throw new BusException(BusException.NO_ANSWER, "There is no message bus at " + address + ".", null);
            }
            Bus open = Bus.open(address, () -> later(Duration.ZERO, this::lost), there -> later(Duration.ZERO, there ? this::appear : this::vanish));
            bus = open;
            if (closed) {
                open.close(); // it was not there to be closed a moment ago
                return;
            }
            pause = FIRST_PAUSE;
            if (open.present()) {
                appear();
            } else {
                tellOnce("NetworkManager does not run here; it is waited for.", null);
            }
        } catch (BusException notThere) {
            tellOnce(notThere.getMessage() + " It is looked for again from time to time.", notThere.getCause());
            drop();
            later(pause, this::connect);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void lost() {
        LOG.log(System.Logger.Level.INFO, "The message bus is gone; it is looked for again.");
        told = true;
        vanish();
        drop();
        later(pause, this::connect);
    }

    private void drop() {
        Bus open = bus;
        bus = null;
        if (open != null) {
            open.close();
        }
    }

    private void appear() {
        vanish(); // it may have been told twice
        Bus open = bus;
        if (open == null) {
            return;
        }
        NmLinks links = new NmLinks(open, preference::preference, worker, changed);
        Country country = new Country(open.to(Country.SUPPLICANT), countries);
        Closeable signals = open.listen(signal -> {
            if (signal.is(Country.SUPPLICANT, Bus.ADAPTER_ADDED)) {
                later(Duration.ZERO, country::remind);
            } else {
                links.signal(signal);
            }
        });
        try {
            links.begin();
            NmNetworks networks = new NmNetworks(open, preference, rules, clock);
            withdraw = offer.offer(links, networks, new NmRadios(open, networks, country));
            look = () -> {
                links.lookSoon();
                country.remind();
            };
            later(Duration.ZERO, country::remind);
            LOG.log(System.Logger.Level.INFO, "NetworkManager is here.");
        } catch (BusException starting) {
            LOG.log(System.Logger.Level.DEBUG, "NetworkManager is here, but does not answer yet", starting);
            later(FIRST_PAUSE, () -> again(open));
        }
        Runnable services = withdraw;
        withdraw = () -> {
            links.close();
            close(signals);
            services.run();
        };
    }

    private void again(Bus expected) {
        try {
            if (bus == expected && expected.present()) {
                appear();
            }
        } catch (BusException gone) {
            LOG.log(System.Logger.Level.DEBUG, "the message bus does not answer", gone);
        }
    }

    private void vanish() {
        Runnable now = withdraw;
        withdraw = () -> { };
        now.run();
    }

    private static void close(Closeable signals) {
        try {
            signals.close();
        } catch (IOException never) {
            throw new UncheckedIOException(never);
        }
    }

    private void tellOnce(String what, Throwable why) {
        LOG.log(told ? System.Logger.Level.DEBUG : System.Logger.Level.INFO, what);
        if (why != null) {
            LOG.log(System.Logger.Level.DEBUG, "why", why);
        }
        told = true;
    }

    private void later(Duration delay, Runnable work) {
        worker.schedule(() -> {
            if (!closed) {
                guarded(work);
            }
        }, delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (Throwable unforeseen) { // also an Error, which nobody else would tell of
            LOG.log(System.Logger.Level.ERROR, "something went wrong that was not foreseen", unforeseen);
        }
    }
}
