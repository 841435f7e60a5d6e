package io.rushline.launcher.ctl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lines of columns, each as wide as its widest value. */
final class Table {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    Table row(String... values) {
        rows.add(List.of(values));
        return this;
    }

    List<String> lines() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream().filter(row -> row.size() > column).mapToInt(row -> row.get(column).length()).max().orElse(0)).toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private static String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.size(); column++) {
            String value = row.get(column);
            line.append(value).append(" ".repeat(widths[column] - value.length())).append(GAP);
        }
        return line.toString().stripTrailing();
    }
}
