package io.rushline.itests.simulation;

import java.util.Optional;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Looks for secrets in all that is logged, whether people would see it or not (I6). Any thread. */
final class LogReader extends Handler {

    private static final Logger ALL = Logger.getLogger("io.rushline");

    private final Formatter formatter = new SimpleFormatter();
    private volatile String leak;

    LogReader() {
        ALL.addHandler(this);
    }

    /** A line with a secret in it. */
    Optional<String> leak() {
        return Optional.ofNullable(leak);
    }

    @Override
    public void publish(LogRecord line) {
        String text = formatter.format(line);
        if (text.contains(CloudModel.SECRET)) {
            leak = text;
        }
    }

    @Override
    public void flush() {
        // Nothing is kept.
    }

    @Override
    public void close() {
        ALL.removeHandler(this);
    }
}
