package io.rushline.itests.simulation;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/** A thread for blocking work in virtual time: either it runs or the loop does, never both. Reused. */
final class Fiber extends Thread {

    /** The power is gone: what was being done is not gone on with. */
    static final class PowerCut extends Error {
        private static final long serialVersionUID = 1L;

        PowerCut() {
            super("power cut", null, false, false);
        }
    }

    private final VirtualTime time;
    private final Semaphore turn = new Semaphore(0);
    private final Semaphore back = new Semaphore(0);
    private Runnable work;
    private VirtualTime.Event wake;
    private boolean cut;
    private boolean killed;
    private boolean over;
    private Throwable failure;

    Fiber(VirtualTime time) {
        super("fiber");
        setDaemon(true);
        this.time = time;
    }

    /** Waits. On a fiber only. */
    static void sleep(Duration howLong) throws InterruptedException {
        ((Fiber) Thread.currentThread()).pause(howLong);
    }

    private void pause(Duration howLong) throws InterruptedException {
        if (killed) {
            throw new PowerCut();
        }
        if (!cut) {
            wake = time.after(howLong, this::proceed);
            back.release();
            turn.acquireUninterruptibly();
            if (killed) {
                throw new PowerCut();
            }
        }
        if (cut) {
            cut = false;
            throw new InterruptedException();
        }
    }

    // ---- on the loop's turn

    void begin(Runnable next) {
        work = next;
        cut = false;
        killed = false;
        wake = time.after(Duration.ZERO, this::proceed);
    }

    /** What it waits for ends now; the machine's own interrupt would come at a time that is not virtual. */
    @Override
    public void interrupt() {
        cut = true;
        if (wake != null) {
            wake.callOff();
            wake = time.after(Duration.ZERO, this::proceed);
        }
    }

    /** Unwinds at once. */
    void kill() {
        if (work != null) {
            killed = true;
            wake.callOff();
            proceed();
        }
    }

    private void proceed() {
        wake = null;
        turn.release();
        back.acquireUninterruptibly();
        if (failure != null) {
            Throwable thrown = failure;
            failure = null;
            throw new AssertionError("blocking work threw", thrown);
        }
    }

    void end() throws InterruptedException {
        over = true;
        turn.release();
        join();
    }

    // ---- the thread

    @Override
    public void run() {
        while (true) {
            turn.acquireUninterruptibly();
            if (over) {
                return;
            }
            try {
                if (!killed) {
                    work.run();
                }
            } catch (PowerCut gone) {
                // As it should.
            } catch (Throwable thrown) {
                failure = thrown;
            }
            work = null;
            time.idle(this);
            back.release();
        }
    }
}
