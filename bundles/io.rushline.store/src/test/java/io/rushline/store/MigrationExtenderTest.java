package io.rushline.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.rushline.status.api.Warning;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.sql.DataSource;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.AfterClass;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** In a real OSGi framework with bundles made on the spot. */
public class MigrationExtenderTest {

    private static final String CREATE = "-- clips: one row; for each clip\nCREATE TABLE clips (id INT NOT NULL PRIMARY KEY);\n";
    private static final String FILL = "-- incompatible\nINSERT INTO clips VALUES (1);\n\nINSERT INTO clips VALUES (2);\n";

    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();
    private static Framework framework;
    private static DerbyEngine engine;
    private static Connections connections;
    private static int number;

    private final String bsn = "vendor.module" + ++number;
    private BundleContext context;
    private MigrationExtender extender;

    @BeforeClass
    public static void start() throws Exception {
        Path home = FOLDER.getRoot().toPath();
        engine = new DerbyEngine(home, 40);
        Database database = new Database(home, engine, Clock.systemUTC());
        database.open();
        connections = new Connections(database, System::nanoTime, writable -> { });
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", home.resolve("cache").toString()));
        framework.start();
    }

    @AfterClass
    public static void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
        engine.close();
    }

    @Before
    public void open() {
        context = framework.getBundleContext();
        extender = new MigrationExtender(context, connections, new Warnings(context, Clock.systemUTC()));
        extender.open();
    }

    @After
    public void close() {
        extender.close();
    }

    @Test
    public void anActiveBundleGetsItsTablesInASchemaOfItsOwn() throws Exception {
        Bundle bundle = install("1.0.0", Map.of("001_create_clips.sql", CREATE, "002_fill_clips.sql", FILL));
        assertNull("not before it starts", service());
        bundle.start();
        assertEquals(2, count(service(), "clips"));
        assertEquals(2, count(service(), "\"" + bsn + "\".changelog"));
        bundle.stop();
        assertNull("gone when it stops", service());
        bundle.start();
        assertEquals("no migration runs twice", 2, count(service(), "clips"));
    }

    @Test
    public void aBundleWithoutTheHeaderGetsNothing() throws Exception {
        install("1.0.0", null).start();
        assertNull(service());
    }

    @Test
    public void bundlesThatWereActiveBeforeAreServedToo() throws Exception {
        extender.close();
        install("1.0.0", Map.of("001_create_clips.sql", CREATE)).start();
        extender = new MigrationExtender(context, connections, new Warnings(context, Clock.systemUTC()));
        extender.open();
        assertEquals(0, count(service(), "clips"));
    }

    @Test
    public void aDataSourceGivesNoConnectionsAfterItsEnd() throws Exception {
        Bundle bundle = install("1.0.0", Map.of("001_create_clips.sql", CREATE));
        bundle.start();
        DataSource source = service();
        bundle.stop();
        assertThrows(SQLException.class, source::getConnection);
    }

    @Test
    public void aMigrationThatFailsIsNamedAndLeavesNothingOfItself() throws Exception {
        Bundle bundle = install("1.0.0", Map.of("001_create_clips.sql", CREATE,
                "002_broken.sql", "-- compatible\nINSERT INTO clips VALUES (7);\nNO SUCH STATEMENT;\n"));
        bundle.start();
        assertNull(service());
        Warning warning = warning("store.migration-failed");
        assertTrue(warning.what(), warning.what().contains(bsn + " 1.0.0") && warning.what().contains("002_broken.sql failed: Syntax error"));
        bundle.update(jar("1.0.1", Map.of("001_create_clips.sql", CREATE, "002_fill_clips.sql", FILL)));
        assertNull("the warning is gone with the bundle", warning("store.migration-failed"));
        assertEquals("the good migration ran once, the broken one not at all", 2, count(service(), "clips"));
    }

    @Test
    public void anOlderBundleIsRefusedTheDataOfANewerOne() throws Exception {
        Bundle bundle = install("2.0.0", Map.of("001_create_clips.sql", CREATE, "002_fill_clips.sql", FILL));
        bundle.start();
        bundle.update(jar("1.0.0", Map.of("001_create_clips.sql", CREATE)));
        assertNull(service());
        assertTrue(warning("store.schema-newer").what().contains("[2]"));
        bundle.update(jar("2.0.1", Map.of("001_create_clips.sql", CREATE, "002_fill_clips.sql", FILL)));
        assertNull(warning("store.schema-newer"));
        assertEquals(2, count(service(), "clips"));
    }

    @Test
    public void anOlderBundleIsServedWhereWhatItDoesNotKnowIsMarkedAsCompatible() throws Exception {
        String wider = "-- compatible\nALTER TABLE clips ADD COLUMN name VARCHAR(100);\n";
        String compatibleFill = FILL.replace("incompatible", "compatible");
        Map<String, String> newer = Map.of("001_create_clips.sql", CREATE, "002_fill_clips.sql", compatibleFill,
                "003_name.sql", wider);
        Bundle bundle = install("2.0.0", newer);
        bundle.start();
        assertEquals(2, count(service(), "clips"));
        bundle.update(jar("1.0.0", Map.of("001_create_clips.sql", CREATE)));
        assertEquals("served after the roll-back", 2, count(service(), "clips"));
        assertNull(warning("store.schema-newer"));
        bundle.update(jar("2.0.1", newer));
        assertEquals("no migration runs twice", 2, count(service(), "clips"));
        bundle.update(jar("1.5.0", Map.of("001_create_clips.sql", CREATE, "002_fill_clips.sql", compatibleFill)));
        assertEquals(2, count(service(), "clips"));
    }

    @Test
    public void aMigrationThatDoesNotSayWhetherOlderVersionsWorkWithItIsRefusedBeforeAnythingRan() throws Exception {
        Bundle bundle = install("1.0.0", Map.of("001_create_clips.sql", CREATE, "002_more.sql", "DELETE FROM clips;\n"));
        bundle.start();
        assertNull(service());
        assertTrue(warning("store.migration-failed").what().contains("002_more.sql must say in its first line"));
        bundle.update(jar("1.0.1", Map.of("001_create_clips.sql", CREATE)));
        assertEquals("nothing of it ran", 0, count(service(), "clips"));
    }

    @Test
    public void aMigrationThatWasSlippedInIsRefused() throws Exception {
        Bundle bundle = install("1.0.0", Map.of("001_create_clips.sql", CREATE, "003_fill_clips.sql", FILL));
        bundle.start();
        bundle.update(jar("1.0.1", Map.of("001_create_clips.sql", CREATE, "002_late.sql", "-- compatible\nDROP TABLE clips;\n", "003_fill_clips.sql", FILL)));
        assertNull(service());
        assertTrue(warning("store.migration-failed").what().contains("002_late.sql"));
    }

    @Test
    public void aBadFileNameAndTwoFilesOfOneNumberAndAnEmptyFolderAreRefused() throws Exception {
        Bundle bundle = install("1.0.0", Map.of("create.sql", CREATE));
        bundle.start();
        assertTrue(warning("store.migration-failed").what().contains("create.sql is not named like"));
        bundle.update(jar("1.0.0", Map.of("001_a.sql", CREATE, "001_b.sql", FILL)));
        assertTrue(warning("store.migration-failed").what().contains("the same number"));
        bundle.update(jar("1.0.0", Map.of()));
        assertTrue(warning("store.migration-failed").what().contains("no SQL file"));
        assertNull(service());
    }

    @Test
    public void ofTwoVersionsOnlyTheOneActiveFirstIsServedUntilItStops() throws Exception {
        Bundle old = install("1.0.0", Map.of("001_create_clips.sql", CREATE));
        Bundle update = install("2.0.0", Map.of("001_create_clips.sql", CREATE, "002_fill_clips.sql", FILL));
        old.start();
        update.start();
        assertEquals(1, services());
        assertEquals(0, count(service(), "clips"));
        old.stop();
        assertEquals(1, services());
        assertEquals(2, count(service(), "clips"));
        old.start();
        assertEquals(1, services());
        update.stop();
        assertNotNull(warning("store.schema-newer"));
    }

    // ----

    private Bundle install(String version, Map<String, String> migrations) throws Exception {
        return context.installBundle(bsn + version, jar(version, migrations));
    }

    private ByteArrayInputStream jar(String version, Map<String, String> migrations) throws Exception {
        Map<String, String> headers = new HashMap<>(Map.of("Manifest-Version", "1.0", "Bundle-ManifestVersion", "2", "Bundle-SymbolicName", bsn,
                "Bundle-Version", version));
        if (migrations != null) {
            headers.put(MigrationExtender.HEADER, "sql/tables");
        }
        Manifest manifest = new Manifest();
        headers.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, String> file : (migrations == null ? Map.<String, String>of() : migrations).entrySet()) {
                jar.putNextEntry(new JarEntry("sql/tables/" + file.getKey()));
                jar.write(file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private int services() throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(DataSource.class.getName(), "(owner=" + bsn + ")");
        return found == null ? 0 : found.length;
    }

    private DataSource service() throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(DataSource.class.getName(), "(owner=" + bsn + ")");
        return found == null ? null : (DataSource) context.getService(found[0]);
    }

    private Warning warning(String code) throws Exception {
        ServiceReference<?>[] found = context.getAllServiceReferences(Warning.class.getName(), null);
        for (ServiceReference<?> reference : found == null ? new ServiceReference<?>[0] : found) {
            Warning warning = (Warning) context.getService(reference);
            if (warning.code().equals(code) && warning.what().contains(bsn)) {
                return warning;
            }
        }
        return null;
    }

    private static int count(DataSource source, String table) throws SQLException {
        assertNotNull("no DataSource", source);
        try (Connection connection = source.getConnection();
                ResultSet row = connection.createStatement().executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }
}
