package io.rushline.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ibatis.migration.Change;

/**
 * One migration: an SQL file named {@code 001_create_items.sql}.
 *
 * @param number decides the order
 * @param what   the rest of the name, for people
 * @param content its first line may say whether older versions of the bundle can work with the tables afterwards
 */
record Script(int number, String what, String file, URL content) {

    private static final Pattern NAME = Pattern.compile("(\\d{3,6})_([a-z0-9_]+)\\.sql");

    private static final String COMPATIBLE = "-- compatible";
    private static final String INCOMPATIBLE = "-- incompatible";

    /** What its first line says of older versions of the bundle; empty where it says nothing. */
    Optional<Boolean> compatible() throws MigrationFailed {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(content.openStream(), StandardCharsets.UTF_8))) {
            String first = Optional.ofNullable(lines.readLine()).orElse("").strip();
            return first.equals(COMPATIBLE) ? Optional.of(true) : first.equals(INCOMPATIBLE) ? Optional.of(false) : Optional.empty();
        } catch (IOException unreadable) {
            throw new MigrationFailed(file + " cannot be read", false, unreadable);
        }
    }

    static Script of(URL content) throws MigrationFailed {
        String file = content.getPath().substring(content.getPath().lastIndexOf('/') + 1);
        Matcher name = NAME.matcher(file);
        if (!name.matches()) {
            throw new MigrationFailed(file + " is not named like 001_create_items.sql", false, null);
        }
        return new Script(Integer.parseInt(name.group(1)), name.group(2).replace('_', ' '), file, content);
    }

    Change change() {
        Change change = new Change(BigDecimal.valueOf(number), null, what);
        change.setFilename(file);
        return change;
    }
}
