package io.rushline.modules;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.AfterClass;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Rule;
import org.junit.rules.TemporaryFolder;

/** What tests above a database share: one database, emptied for each. */
public abstract class ModulesTest {

    static TestDatabase database;

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();
    Rig rig;

    @BeforeClass
    public static void create() throws SQLException, IOException {
        database = new TestDatabase();
    }

    @AfterClass
    public static void drop() throws SQLException {
        database.close();
    }

    @Before
    public void begin() throws SQLException {
        database.clear();
        rig = new Rig(database.source(), temporary.getRoot().toPath().resolve("modules")).start().turns(1);
    }

    Path incoming(String name, String content) throws IOException {
        Path file = rig.folder.resolve("incoming").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }
}
