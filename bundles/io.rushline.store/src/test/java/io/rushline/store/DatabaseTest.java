package io.rushline.store;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public class DatabaseTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T05:42:00Z"), ZoneOffset.UTC);

    /** A database with rows, which each test gets a copy of: to make one takes Derby a second. */
    @ClassRule
    public static final TemporaryFolder MODEL = new TemporaryFolder();

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();
    private Path home;
    private DerbyEngine engine;
    private Database database;

    @BeforeClass
    public static void makeModel() throws Exception {
        Path home = MODEL.getRoot().toPath();
        try (DerbyEngine engine = new DerbyEngine(home, 40)) {
            Database made = new Database(home, engine, CLOCK);
            assertEquals(Optional.empty(), made.open());
            fill(engine, made, 300);
        }
    }

    @Before
    public void copyModel() throws Exception {
        home = folder.getRoot().toPath();
        engine = new DerbyEngine(home, 40);
        database = new Database(home, engine, CLOCK);
        Path model = MODEL.getRoot().toPath().resolve("db");
        try (Stream<Path> all = Files.walk(model)) {
            for (Path file : all.toList()) {
                Files.copy(file, database.folder().resolve(model.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @After
    public void close() throws SQLException {
        engine.close();
    }

    @Test
    public void nobodyButTheOwnerMayLookIntoIt() throws Exception {
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("db"))));
    }

    @Test
    public void aSoundDatabaseIsOpenedAgainWithItsRows() throws Exception {
        assertEquals(Optional.empty(), database.open());
        assertEquals(300, count());
    }

    @Test
    public void bytesFlippedInAnyPageOfATableAreFound() throws Exception {
        for (Path file : tableFiles()) {
            byte[] sound = Files.readAllBytes(file);
            for (int offset = 200; offset < sound.length; offset += Math.max(sound.length / 2, 4096)) {
                byte[] flipped = sound.clone();
                for (int i = offset; i < Math.min(offset + 16, sound.length); i++) {
                    flipped[i] ^= 0x55;
                }
                Files.write(file, flipped);
                String where = file.getFileName() + " at " + offset + " of " + sound.length;
                Optional<Path> aside = database.open();
                engine.shutDown();
                assertTrue("not found: " + where, aside.isPresent());
                Files.write(file.getFileSystem().getPath(aside.get().toString()).resolve("seg0").resolve(file.getFileName()), sound);
                restore(aside.get());
            }
        }
    }

    @Test
    public void aTruncatedTableIsSetAside() throws Exception {
        Path largest = largest();
        try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
            file.setLength(file.length() / 2);
        }
        assertSetAsideAndWorking();
    }

    @Test
    public void aMissingTableFileIsSetAside() throws Exception {
        Files.delete(largest());
        assertSetAsideAndWorking();
    }

    @Test
    public void aDatabaseWithoutServicePropertiesIsSetAside() throws Exception {
        Files.delete(database.folder().resolve("service.properties"));
        assertSetAsideAndWorking();
    }

    @Test
    public void aDatabaseWithAnEmptyLogFolderIsSetAside() throws Exception {
        for (Path file : files(database.folder().resolve("log"))) {
            Files.delete(file);
        }
        assertSetAsideAndWorking();
    }

    @Test
    public void aDatabaseWithGarbageInItsLogIsSetAside() throws Exception {
        for (Path file : files(database.folder().resolve("log"))) {
            garbage(file, new Random(3));
        }
        assertSetAsideAndWorking();
    }

    @Test
    public void aDatabaseOfGarbageIsSetAside() throws Exception {
        try (Stream<Path> all = Files.walk(database.folder())) {
            Random random = new Random(4);
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                garbage(file, random);
            }
        }
        assertSetAsideAndWorking();
    }

    @Test
    public void aFileInPlaceOfTheFolderIsSetAside() throws Exception {
        Files.move(database.folder(), home.resolve("elsewhere"));
        Files.writeString(database.folder(), "not a database");
        assertSetAsideAndWorking();
    }

    @Test
    public void aSecondDamageAtTheSameTimeGetsANameOfItsOwn() throws Exception {
        for (String name : List.of("db.set-aside-20261124T054200Z", "db.set-aside-20261124T054200Z-2")) {
            Files.delete(database.folder().resolve("service.properties"));
            assertEquals(Optional.of(home.resolve(name)), database.open());
            engine.shutDown();
        }
    }

    @Test
    public void aDatabaseInAnotherProcessIsLeftAlone() throws Exception {
        try (ChildJvm other = ChildJvm.start(Committer.class, home)) {
            other.awaitLine();
            Unavailable failed = assertThrows(Unavailable.class, database::open);
            assertEquals(Unavailable.Why.HELD, failed.why());
        }
        assertEquals(Optional.empty(), database.open());
    }

    @Test
    public void killingTheProcessInTheMiddleOfCommitsLosesNoCommittedRow() throws Exception {
        for (int round = 0; round < 3; round++) {
            int committed = 0;
            try (ChildJvm other = ChildJvm.start(Committer.class, home)) {
                while (committed < 40 * (round + 1)) {
                    committed = Integer.parseInt(other.awaitLine());
                }
                committed = other.kill(committed);
            }
            assertEquals(Optional.empty(), database.open());
            assertTrue("only " + count() + " rows of " + committed, count() >= committed);
            engine.shutDown();
        }
    }

    @Test
    public void aHalfMadeDatabaseDoesNotStandInTheWay() throws Exception {
        Files.move(database.folder(), home.resolve("db.new"));
        Files.delete(home.resolve("db.new").resolve("service.properties"));
        assertEquals(Optional.empty(), database.open());
        assertFalse(Files.exists(home.resolve("db.new")));
    }

    @Test
    public void afterAStopInOrderNotEverythingIsReadAgain() throws Exception {
        damageUnseen();
        assertEquals("its times say that nobody wrote to it", Optional.empty(), database.open());
    }

    @Test
    public void afterAStopThatWasNotInOrderEverythingIsRead() throws Exception {
        damageUnseen();
        Files.delete(home.resolve("db.clean"));
        assertTrue(database.open().isPresent());
    }

    @Test
    public void theNoteOfAStopInOrderCountsOnce() throws Exception {
        assertEquals(Optional.empty(), database.open());
        engine.shutDown();
        database.closedInOrder();
        assertEquals(Optional.empty(), database.open());
        assertFalse("a power cut from here on is none in order", Files.exists(home.resolve("db.clean")));
    }

    @Test
    public void whatWasTouchedAfterAStopInOrderIsReadWhole() throws Exception {
        FileTime time = damageUnseen();
        Files.setLastModifiedTime(largest(), FileTime.fromMillis(time.toMillis() + 2000));
        assertTrue(database.open().isPresent());
    }

    /** Stops in order, then damages a page as a failing disk does: neither size nor time of the file change. */
    private FileTime damageUnseen() throws Exception {
        assertEquals(Optional.empty(), database.open());
        engine.shutDown();
        database.closedInOrder();
        Path file = largest();
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2 + 100] ^= 0x55;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
        return time;
    }

    @Test
    public void aPageThatTheDiskDidNotGiveIsNoDamageYet() {
        SQLException sector = new SQLException("Page could not be read", "XSDG0", new IOException("Input/output error"));
        assertTrue(Failure.readError(new SQLException("x", "XJ001", sector)));
        assertFalse("cut off", Failure.readError(new SQLException("x", "XSDG0", new EOFException())));
        assertFalse("checksum", Failure.readError(new SQLException("x", "XSDG2")));
        assertFalse(Failure.readError(new SQLException("x", "XSDG3", new IOException("not what it should be"))));
    }

    private void assertSetAsideAndWorking() throws Exception {
        Optional<Path> aside = database.open();
        assertEquals(Optional.of(home.resolve("db.set-aside-20261124T054200Z")), aside);
        assertTrue(Files.exists(aside.get()));
        fill(engine, database, 10);
        assertEquals(10, count());
        engine.shutDown();
        assertEquals(Optional.empty(), database.open());
        assertEquals(10, count());
    }

    /** A table with indexed, plain and long columns; the last on pages of their own. */
    private static void fill(DerbyEngine engine, Database database, int rows) throws SQLException {
        try (Connection connection = engine.database(database.folder()).getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT NOT NULL PRIMARY KEY, name VARCHAR(100), text VARCHAR(4096), content BLOB)");
            statement.execute("CREATE INDEX by_name ON t (name)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?)")) {
                for (int i = 0; i < rows; i++) {
                    insert.setInt(1, i);
                    insert.setString(2, "name " + i * 7919 % 1000);
                    insert.setString(3, "x".repeat(i * 13 % 4096));
                    insert.setBytes(4, new byte[i % 50 == 0 ? 50_000 : 10]);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    private int count() throws SQLException {
        try (Connection connection = engine.database(database.folder()).getConnection(); Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM t")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** The files of the table and its indexes: created last, so with the highest numbers. */
    private List<Path> tableFiles() throws IOException {
        return files(database.folder().resolve("seg0")).stream()
                .filter(file -> file.getFileName().toString().matches("c[0-9a-f]+\\.dat"))
                .sorted(Comparator.comparingInt((Path file) -> number(file)).reversed()).limit(3).toList();
    }

    private static int number(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.length() - 4), 16);
    }

    private Path largest() throws IOException {
        return tableFiles().stream().max(Comparator.comparingLong(file -> file.toFile().length())).orElseThrow();
    }

    private void restore(Path aside) throws IOException {
        try (Stream<Path> all = Files.walk(database.folder())) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
        Files.move(aside, database.folder());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return new ArrayList<>(files.filter(Files::isRegularFile).toList());
        }
    }

    private static void garbage(Path file, Random random) throws IOException {
        byte[] bytes = new byte[(int) Files.size(file)];
        random.nextBytes(bytes);
        Files.write(file, bytes);
    }
}
