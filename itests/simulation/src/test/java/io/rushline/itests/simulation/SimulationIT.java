package io.rushline.itests.simulation;

import io.rushline.queue.derby.SimulatedStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

/**
 * Many seeds of the {@link Simulation}: simulated hours by {@code RUSHLINE_HOURS}, 1000 without it; the first seed by {@code RUSHLINE_SEED}.
 * {@code -Drushline.seed=N} runs one seed only.
 */
public class SimulationIT {

    private static final Duration LENGTH = Duration.ofHours(Long.getLong("rushline.length", 12));

    private final AtomicLong next = new AtomicLong(number("RUSHLINE_SEED", 1));
    private final AtomicLong simulatedSeconds = new AtomicLong();
    private final AtomicLong events = new AtomicLong();
    private volatile boolean failed;

    @Test
    public void theInvariantsHoldForThousandsOfHours() throws InterruptedException, ExecutionException {
        Long one = Long.getLong("rushline.seed");
        if (one != null) {
            run(one);
            return;
        }
        long first = next.get();
        long wanted = number("RUSHLINE_HOURS", 1_000) * 3_600;
        int workers = Runtime.getRuntime().availableProcessors();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        List<Future<?>> all = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            all.add(threads.submit(() -> {
                work(wanted);
                return null;
            }));
        }
        threads.shutdown();
        for (Future<?> each : all) {
            each.get();
        }
        System.out.println("seeds " + first + " to " + (next.get() - 1) + ": " + simulatedSeconds.get() / 3_600 + " simulated hours, " + events.get() + " events");
    }

    /** Until somebody has found a failure. */
    private void work(long wanted) throws InterruptedException {
        try (SimulatedStore store = new SimulatedStore("simulation-" + Thread.currentThread().getId())) {
            while (simulatedSeconds.get() < wanted && !failed) {
                count(Simulation.run(next.getAndIncrement(), LENGTH, store));
            }
        } catch (AssertionError violation) {
            failed = true;
            throw violation;
        }
    }

    private void run(long seed) throws InterruptedException {
        try (SimulatedStore store = new SimulatedStore("one")) {
            Simulation.Outcome outcome = Simulation.run(seed, LENGTH, store);
            count(outcome);
            System.out.println("seed " + seed + ": " + outcome);
        }
    }

    private void count(Simulation.Outcome outcome) {
        simulatedSeconds.addAndGet(outcome.simulated().toSeconds());
        events.addAndGet(outcome.events());
    }

    private static long number(String variable, long usual) {
        String value = System.getenv(variable);
        return value == null || value.isBlank() ? usual : Long.parseLong(value);
    }
}
