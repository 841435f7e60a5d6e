package io.rushline.launcher.ctl;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Options of commands that bring about an update: when, and whether to wait for what comes of it. */
final class WhenOption {

    @Option(names = "--when", paramLabel = "now|idle|TIME", defaultValue = "now", converter = Time.class,
            description = "When to switch: at once, when nothing has been recorded or sent for a while, or at a time as in 2026-11-24T03:00, "
                    + "of this machine's zone unless it names one (default: ${DEFAULT-VALUE}). What waits is not waited for.")
    String when;

    @Option(names = "--no-wait", description = "Do not wait for what comes of it.")
    boolean noWait;

    /** To what the API takes. */
    static final class Time implements ITypeConverter<String> {
        @Override
        public String convert(String text) {
            if (text.equals("now") || text.equals("idle")) {
                return text;
            }
            try {
                boolean zoned = text.matches(".*(Z|[+-]\\d\\d:\\d\\d)");
                return (zoned ? Instant.parse(text) : LocalDateTime.parse(text).atZone(ZoneId.systemDefault()).toInstant()).toString();
            } catch (DateTimeException e) {
                throw new TypeConversionException("'" + text + "' is neither now nor idle nor a time as in 2026-11-24T03:00");
            }
        }
    }
}
