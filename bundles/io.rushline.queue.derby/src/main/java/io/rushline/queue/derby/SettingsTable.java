package io.rushline.queue.derby;

import io.rushline.queue.api.QueueSettings;
import java.sql.SQLException;

/** The table {@code settings}: what people decided for the whole queue. */
final class SettingsTable {

    private final Sql sql;

    SettingsTable(Sql sql) {
        this.sql = sql;
    }

    QueueSettings read() throws SQLException {
        return sql.first(row -> new QueueSettings(row.getBoolean(1), row.getBoolean(2)), "SELECT manual, paused FROM settings")
                .orElse(new QueueSettings(false, false));
    }

    void write(QueueSettings settings) throws SQLException {
        sql.update("DELETE FROM settings");
        sql.update("INSERT INTO settings (manual, paused) VALUES (?, ?)", settings.manual(), settings.paused());
    }
}
