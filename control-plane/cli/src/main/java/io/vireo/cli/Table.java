package io.vireo.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, in columns as wide as their widest cell. */
final class Table {
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        rows.add(List.of(heading));
    }

    void add(List<String> cells) {
        rows.add(cells);
    }

    void print(Console console) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(row.get(column))
                        .repeat(' ', widths[column] - row.get(column).length() + 2);
            }
            console.print(line.toString().stripTrailing());
        }
    }
}
