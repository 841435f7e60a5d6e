package io.rushline.store;

import java.math.BigDecimal;
import java.net.URL;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.ibatis.migration.Change;

/**
 * One migration: an SQL file named {@code 001_create_items.sql}.
 *
 * @param number decides the order
 * @param what   the rest of the name, for people
 */
record Script(int number, String what, String file, URL content) {

    private static final Pattern NAME = Pattern.compile("(\\d{3,6})_([a-z0-9_]+)\\.sql");

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
