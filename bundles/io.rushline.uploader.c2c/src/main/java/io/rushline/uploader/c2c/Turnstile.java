package io.rushline.uploader.c2c;

import java.util.ArrayDeque;
import java.util.Queue;

/** Lets a few through at a time, in the order they came. Engine's thread only. */
final class Turnstile {

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Turnstile(int atATime) {
        free = atATime;
    }

    void enter(Runnable go) {
        waiting.add(go);
        next();
    }

    void leave() {
        free++;
        next();
    }

    private void next() {
        while (free > 0 && !waiting.isEmpty()) {
            free--;
            waiting.remove().run();
        }
    }
}
