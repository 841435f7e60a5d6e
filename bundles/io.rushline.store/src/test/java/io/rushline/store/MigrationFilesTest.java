package io.rushline.store;

import static org.junit.Assert.assertTrue;

import java.net.MalformedURLException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

/** The migrations of all bundles run here as they do on an appliance: the tests of their own bundles split their statements by other rules. */
public class MigrationFilesTest {

    private static final Path BUNDLES = Path.of("").toAbsolutePath().getParent();
    private static final Pattern TABLE = Pattern.compile("(?im)^CREATE TABLE (\\w+)");

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private DerbyEngine engine;
    private Connections connections;

    @Before
    public void open() throws Exception {
        Path home = folder.getRoot().toPath();
        engine = new DerbyEngine(home, 40);
        Database database = new Database(home, engine, Clock.systemUTC());
        database.open();
        connections = new Connections(database, System::nanoTime, writable -> { });
    }

    @After
    public void close() throws Exception {
        engine.close();
    }

    @Test
    public void theMigrationsOfEveryBundleRunAndMakeAllTheirTables() throws Exception {
        List<Path> bundles = bundles();
        assertTrue("found " + bundles, bundles.size() >= 4);
        for (Path bundle : bundles) {
            String schema = bundle.getFileName().toString();
            List<Path> files = files(bundle);
            new Migrator(connections).migrate(schema, files.stream().map(MigrationFilesTest::script).toList());
            try (Connection connection = connections.get()) {
                connection.setSchema(schema);
                for (Path file : files) {
                    for (String table : TABLE.matcher(Files.readString(file)).results().map(found -> found.group(1)).toList()) {
                        assertCanBeRead(connection, table);
                    }
                }
            }
        }
    }

    private static void assertCanBeRead(Connection connection, String table) throws Exception {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            assertTrue(table, rows.next());
        }
    }

    private static List<Path> bundles() throws Exception {
        try (Stream<Path> all = Files.list(BUNDLES)) {
            return all.filter(bundle -> Files.isDirectory(migrations(bundle))).sorted().toList();
        }
    }

    private static List<Path> files(Path bundle) throws Exception {
        try (Stream<Path> all = Files.list(migrations(bundle))) {
            return new ArrayList<>(all.sorted().toList());
        }
    }

    private static Path migrations(Path bundle) {
        return bundle.resolve("src/main/resources/migrations");
    }

    private static Script script(Path file) {
        try {
            return Script.of(file.toUri().toURL());
        } catch (MalformedURLException | MigrationFailed wrong) {
            throw new AssertionError(file.toString(), wrong);
        }
    }
}
