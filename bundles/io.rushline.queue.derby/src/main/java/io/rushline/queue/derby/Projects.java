package io.rushline.queue.derby;

import io.rushline.queue.api.Project;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The tables {@code projects} and {@code binding}: which project the device is connected to, and which ones it ever was. */
final class Projects {

    private static final int NAME_CHARS = 1024;

    private final Sql sql;

    Projects(Sql sql) {
        this.sql = sql;
    }

    /** The project the device was connected to last; empty until it is paired for the first time. */
    Optional<String> bound() throws SQLException {
        return sql.first(row -> row.getString(1), "SELECT project_id FROM binding");
    }

    void bind(Project project) throws SQLException {
        String name = project.name().substring(0, Math.min(project.name().length(), NAME_CHARS));
        if (sql.update("UPDATE projects SET name = ? WHERE project_id = ?", name, project.id()) == 0) {
            sql.update("INSERT INTO projects (project_id, name, used) VALUES (?, ?, FALSE)", project.id(), name);
        }
        if (!bound().equals(Optional.of(project.id()))) {
            sql.update("DELETE FROM binding");
            sql.update("INSERT INTO binding (project_id) VALUES (?)", project.id());
        }
    }

    /** A clip is for this project. */
    void used(String projectId) throws SQLException {
        sql.update("UPDATE projects SET used = TRUE WHERE project_id = ? AND NOT used", projectId);
    }

    List<Project> all() throws SQLException {
        return sql.all(row -> new Project(row.getString(1), row.getString(2)), "SELECT project_id, name FROM projects WHERE used ORDER BY name, project_id");
    }
}
