package io.rushline.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Clock;

/** A process of its own that commits one row after the other, and says how many there are after each commit. */
final class Committer {

    private Committer() {
    }

    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        DerbyEngine engine = new DerbyEngine(home, 40);
        Database database = new Database(home, engine, Clock.systemUTC());
        if (database.open().isPresent()) {
            throw new IllegalStateException("taken for damaged");
        }
        try (Connection connection = engine.database(database.folder()).getConnection();
                ResultSet last = connection.createStatement().executeQuery("SELECT MAX(id) FROM t");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, 'n', 'text', NULL)")) {
            last.next();
            for (int id = last.getInt(1) + 1;; id++) {
                insert.setInt(1, id);
                insert.executeUpdate();
                System.out.println(id + 1);
            }
        }
    }
}
