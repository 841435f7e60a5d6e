package io.rushline.console.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import javax.sql.DataSource;
import org.apache.derby.jdbc.EmbeddedDataSource;

/** Access on a database in memory, at a time that tests set, with cheap password hashes. */
public final class AccessFixture extends Clock {

    /** One for all tests, which begin with it empty: making one takes half a second. */
    private static final DataSource DATABASE = migrated();

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private long nanos;
    private Runnable meanwhile = () -> { };
    private final Path home;

    public AccessFixture() {
        try {
            home = Files.createTempDirectory(Path.of("target"), "access");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        empty();
    }

    /** As when a damaged database was set aside for a new one. */
    public void loseDatabase(Access access) {
        access.unbindStore(DATABASE);
        empty();
        access.bindStore(DATABASE);
    }

    public Path home() {
        return home;
    }

    private static void empty() {
        try (Connection db = DATABASE.getConnection(); Statement statement = db.createStatement()) {
            statement.executeUpdate("DELETE FROM sessions");
            statement.executeUpdate("DELETE FROM accounts");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** As after a start of the console. */
    public Access start() {
        Access access = startWithoutDatabase();
        access.bindStore(DATABASE);
        return access;
    }

    public Access startWithoutDatabase() {
        return new Access(home, this, new SecureRandom(), 1_000, this::nanoTime);
    }

    /** Runs once, after the next call has taken the password that it checks against. */
    public void meanwhile(Runnable work) {
        meanwhile = work;
    }

    private long nanoTime() {
        Runnable now = meanwhile;
        meanwhile = () -> { };
        now.run();
        return nanos;
    }

    public DataSource database() {
        return DATABASE;
    }

    public void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }

    private static DataSource migrated() {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        EmbeddedDataSource source = new EmbeddedDataSource();
        source.setDatabaseName("memory:access");
        source.setCreateDatabase("create");
        try (InputStream sql = AccessFixture.class.getResourceAsStream("/migrations/001_create_accounts.sql");
                Connection db = source.getConnection();
                Statement statement = db.createStatement()) {
            String script = new String(sql.readAllBytes(), StandardCharsets.UTF_8).replaceAll("--[^\n]*", "");
            for (String one : script.split(";")) {
                if (!one.isBlank()) {
                    statement.execute(one);
                }
            }
            return source;
        } catch (IOException | SQLException e) {
            throw new AssertionError(e);
        }
    }
}
