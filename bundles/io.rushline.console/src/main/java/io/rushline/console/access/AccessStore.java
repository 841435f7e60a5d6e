package io.rushline.console.access;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Accounts and sessions in the database; each call is one transaction. */
final class AccessStore {

    /** Somebody who may log in. */
    record Account(String name, Role role, Passwords.Hashed password) {
    }

    /** @param tokenHash SHA-256 of the cookie's value, hex digits */
    record Session(String tokenHash, String account, Instant expiresAt) {
    }

    private interface Work {
        void on(Connection db) throws SQLException;
    }

    private final DataSource source;

    AccessStore(DataSource source) {
        this.source = source;
    }

    List<Account> accounts() throws SQLException {
        List<Account> accounts = new ArrayList<>();
        try (Connection db = source.getConnection();
                PreparedStatement query = db.prepareStatement("SELECT name, role, salt, iterations, hash FROM accounts");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                accounts.add(new Account(row.getString(1), Role.valueOf(row.getString(2)),
                        new Passwords.Hashed(row.getString(3), row.getInt(4), row.getString(5))));
            }
        }
        return accounts;
    }

    List<Session> sessions() throws SQLException {
        List<Session> sessions = new ArrayList<>();
        try (Connection db = source.getConnection();
                PreparedStatement query = db.prepareStatement("SELECT token_sha256, account, expires_at FROM sessions");
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                sessions.add(new Session(row.getString(1), row.getString(2), row.getTimestamp(3).toLocalDateTime().toInstant(ZoneOffset.UTC)));
            }
        }
        return sessions;
    }

    /** Keeps the account in place of one of the same name, and ends all of its sessions. */
    void save(Account account) throws SQLException {
        inTransaction(db -> {
            update(db, "DELETE FROM sessions WHERE account = ?", account.name());
            update(db, "DELETE FROM accounts WHERE name = ?", account.name());
            update(db, "INSERT INTO accounts (name, role, salt, iterations, hash) VALUES (?, ?, ?, ?, ?)", account.name(),
                    account.role().name(), account.password().salt(), account.password().iterations(), account.password().hash());
        });
    }

    /** Keeps a session, and forgets those that have expired. */
    void save(Session session, Instant now) throws SQLException {
        inTransaction(db -> {
            update(db, "DELETE FROM sessions WHERE expires_at <= ?", utc(now));
            update(db, "INSERT INTO sessions (token_sha256, account, expires_at) VALUES (?, ?, ?)", session.tokenHash(), session.account(),
                    utc(session.expiresAt()));
        });
    }

    void removeSession(String tokenHash) throws SQLException {
        inTransaction(db -> update(db, "DELETE FROM sessions WHERE token_sha256 = ?", tokenHash));
    }

    private static Timestamp utc(Instant instant) {
        return Timestamp.valueOf(instant.atOffset(ZoneOffset.UTC).toLocalDateTime());
    }

    private void inTransaction(Work work) throws SQLException {
        try (Connection db = source.getConnection()) {
            db.setAutoCommit(false);
            try {
                work.on(db);
                db.commit();
            } catch (SQLException | RuntimeException e) {
                db.rollback();
                throw e;
            }
        }
    }

    private static void update(Connection db, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = db.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }
}
