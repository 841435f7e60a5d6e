package io.rushline.launcher;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogReaderService;
import org.osgi.util.tracker.ServiceTracker;

/** Carries what bundles write to the OSGi log, Declarative Services above all, into the one log of the process. */
final class OsgiLog {

    private static final Map<LogLevel, Level> LEVELS = Map.of(LogLevel.AUDIT, Level.INFO, LogLevel.ERROR, Level.ERROR, LogLevel.WARN, Level.WARNING,
            LogLevel.INFO, Level.DEBUG, LogLevel.DEBUG, Level.DEBUG, LogLevel.TRACE, Level.TRACE);

    private OsgiLog() {
    }

    /** Ends with the framework. */
    static void forward(BundleContext context) {
        new ServiceTracker<LogReaderService, LogReaderService>(context, LogReaderService.class, null) {
            @Override
            public LogReaderService addingService(ServiceReference<LogReaderService> reference) {
                LogReaderService reader = super.addingService(reference);
                reader.addLogListener(OsgiLog::write);
                return reader;
            }
        }.open();
    }

    private static void write(LogEntry entry) {
        System.getLogger(entry.getBundle() == null ? "osgi" : entry.getBundle().getSymbolicName())
                .log(LEVELS.get(entry.getLogLevel()), entry.getMessage(), entry.getException());
    }
}
