package io.rushline.queue.derby;

import io.rushline.queue.api.ItemId;
import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Reason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The project the device is connected to, and what another one means for all items at once (I8). */
final class Binding {

    /** Why an item of another project is held. */
    static final Reason OTHER_PROJECT = new Reason("queue.other-project", "This clip was queued for another project.",
            "Resume it to send it to the project connected now, or connect to its own project again.");
    /** The same for one that a person had paused: it is paused again when its project is back. */
    static final Reason OTHER_PROJECT_PAUSED = new Reason("queue.other-project-paused", OTHER_PROJECT.what(), OTHER_PROJECT.todo());

    private final Connection connection;

    Binding(Connection connection) {
        this.connection = connection;
    }

    /** Empty until the device is paired for the first time. */
    Optional<String> project() throws SQLException {
        try (Statement select = connection.createStatement(); ResultSet row = select.executeQuery("SELECT project_id FROM binding")) {
            return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
        }
    }

    static boolean holds(Reason reason) {
        return reason.code().equals(OTHER_PROJECT.code()) || reason.code().equals(OTHER_PROJECT_PAUSED.code());
    }

    /** The items changed. */
    List<ItemId> bind(String projectId) throws SQLException {
        List<ItemId> changed = new ArrayList<>();
        if (project().equals(Optional.of(projectId))) {
            return changed;
        }
        update("DELETE FROM binding", List.of());
        update("INSERT INTO binding VALUES (?)", List.of(projectId));
        change("project_id = ?", List.of(projectId), "project_id IS NULL", List.of(), changed);
        unhold(Transition.UNHOLD, OTHER_PROJECT, projectId, changed);
        unhold(Transition.UNHOLD_PAUSED, OTHER_PROJECT_PAUSED, projectId, changed);
        hold(Transition.MOVING, OTHER_PROJECT, projectId, changed);
        hold(Set.of(ItemState.PAUSED), OTHER_PROJECT_PAUSED, projectId, changed);
        return changed;
    }

    private void unhold(Transition transition, Reason reason, String projectId, List<ItemId> changed) throws SQLException {
        change("state = ?, reason_code = NULL, reason_what = NULL, reason_todo = NULL", List.of(transition.to().name()),
                "state = 'HELD' AND reason_code = ? AND project_id = ?", List.of(reason.code(), projectId), changed);
    }

    private void hold(Set<ItemState> from, Reason reason, String projectId, List<ItemId> changed) throws SQLException {
        String states = from.stream().map(state -> "'" + state + "'").collect(Collectors.joining(", "));
        change("state = ?, reason_code = ?, reason_what = ?, reason_todo = ?, retry_at = NULL",
                List.of(Transition.HOLD.to().name(), reason.code(), reason.what(), reason.todo()),
                "state IN (" + states + ") AND project_id <> ?", List.of(projectId), changed);
    }

    private void change(String set, List<String> values, String where, List<String> matches, List<ItemId> changed) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT id FROM items WHERE " + where)) {
            set(select, matches);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    changed.add(new ItemId(rows.getLong(1)));
                }
            }
        }
        List<String> all = new ArrayList<>(values);
        all.addAll(matches);
        update("UPDATE items SET " + set + " WHERE " + where, all);
    }

    private void update(String sql, List<String> values) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            set(update, values);
            update.executeUpdate();
        }
    }

    private static void set(PreparedStatement statement, List<String> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setString(i + 1, values.get(i));
        }
    }
}
