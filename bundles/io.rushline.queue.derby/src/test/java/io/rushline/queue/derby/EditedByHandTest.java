package io.rushline.queue.derby;

import static io.rushline.queue.derby.Clips.asset;
import static io.rushline.queue.derby.Clips.clip;
import static io.rushline.queue.derby.Clips.parts;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.rushline.queue.api.ItemState;
import io.rushline.queue.api.Project;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import org.junit.Test;

/** Somebody edits the queue's rows with good SQL and wrong values. */
public class EditedByHandTest extends QueueTest {

    private static final String CHECK_FAILED = "23513";

    @Test
    public void whatTheQueueCouldNotReadCannotBeWritten() throws Exception {
        queue.bind(new Project("p1", "Day 1"));
        queue.accept(clip("a"));
        queue.assetCreated(queue.claim("p1", Set.of()).orElseThrow().item().id(), asset("asset", 2), parts(100, 2));
        for (String wrong : List.of("items SET state = 'SENT'", "items SET state = 'waiting'", "items SET path = '/clips/a'", "items SET size_bytes = -1",
                "items SET tries = -1", "items SET part_count = -2", "items SET acked_parts = -1", "items SET acked_bytes = -100", "parts SET part_no = 0",
                "parts SET offset_bytes = -1", "parts SET size_bytes = -50", "assets SET way = 'BY_POST'")) {
            assertEquals(wrong, CHECK_FAILED, assertThrows(wrong, SQLException.class, () -> edit("UPDATE " + wrong)).getSQLState());
        }
        reopen();
        assertEquals(1L, (long) queue.summary().counts().get(ItemState.UPLOADING));
    }

    private static void edit(String sql) throws SQLException {
        try (Connection connection = database.source().getConnection(); Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
