package io.rushline.uploader.c2c;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Blocking work that takes virtual time: either it runs or the loop does, never both. */
final class Fiber extends Thread {

    private final VirtualTime time;
    private final Runnable work;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private Future<?> wake;
    private boolean cut;

    private Fiber(VirtualTime time, Runnable work) {
        super("fiber");
        setDaemon(true);
        this.time = time;
        this.work = work;
    }

    static void begin(VirtualTime time, Runnable work) {
        Fiber fiber = new Fiber(time, work);
        fiber.start();
        fiber.wakeIn(Duration.ZERO);
    }

    /** On a fiber only. */
    static void sleep(Duration howLong) throws InterruptedException {
        Fiber self = (Fiber) Thread.currentThread();
        if (!self.cut) {
            self.wakeIn(howLong);
            self.back.release();
            self.turn.acquireUninterruptibly();
        }
        if (self.cut) {
            self.cut = false;
            throw new InterruptedException();
        }
    }

    /** A wait of the engine's: where all happens at once, there is none. */
    static void sleepNanos(long nanos) throws InterruptedException {
        if (Thread.currentThread() instanceof Fiber) {
            sleep(Duration.ofNanos(nanos));
        }
    }

    private void wakeIn(Duration howLong) {
        wake = time.schedule(() -> {
            turn.release();
            back.acquireUninterruptibly();
        }, howLong.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** What it waits for ends now; the machine's own interrupt would come at a time that is not virtual. */
    @Override
    public void interrupt() {
        cut = true;
        wake.cancel(false);
        wakeIn(Duration.ZERO);
    }

    @Override
    public void run() {
        turn.acquireUninterruptibly();
        try {
            work.run();
        } finally {
            back.release();
        }
    }
}
