package io.rushline.store;

import java.nio.file.Path;
import java.time.Clock;

/** A process of its own that opens the database and keeps it. */
final class Holder {

    private Holder() {
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        new Database(home, new DerbyEngine(home, 40), Clock.systemUTC()).open();
        System.out.println("held");
        System.in.read();
    }
}
