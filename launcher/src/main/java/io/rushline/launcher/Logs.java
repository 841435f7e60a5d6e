package io.rushline.launcher;

import java.io.IOException;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/**
 * Sets up the one log of the process: {@code logs/rushline.0.log} below the home, which grows to 4 MB and is then {@code .1}, {@code .2} ….
 * System.Logger and SLF4J of every bundle end here, through java.util.logging.
 */
final class Logs {

    private static final int BYTES = 4 << 20;
    private static final int FILES = 5;

    private Logs() {
    }

    static void to(Home home) {
        LogManager.getLogManager().reset();
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tY-%1$tm-%1$tdT%1$tT.%1$tL%1$tz %4$s %3$s: %5$s%6$s%n");
        Logger root = Logger.getLogger("");
        root.setLevel(Level.INFO);
        try {
            Handler file = new FileHandler(home.file("logs/rushline.%g.log").toString().replace("%", "%%").replace("%%g", "%g"), BYTES, FILES, true);
            file.setEncoding("UTF-8");
            file.setFormatter(new SimpleFormatter());
            root.addHandler(file);
        } catch (IOException e) {
            throw new CommandException("The log below " + home.root() + " cannot be written (" + e + "). Check the home's disk.", e);
        }
    }
}
