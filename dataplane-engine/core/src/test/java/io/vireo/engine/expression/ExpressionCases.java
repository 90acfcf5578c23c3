package io.vireo.engine.expression;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cases kept as data. A line is {@code item NAME ¦ members}, or a case: {@code kind ¦ item ¦ expression ¦ values ¦ expected}; values and names that
 * go with the expression are members whose names start with ':' and '#'. Lines that start with "//" are remarks.
 */
final class ExpressionCases {
    private final Map<String, LinkedHashMap<String, Value>> items = new HashMap<>();
    private final List<Case> cases = new ArrayList<>();

    /** One case; {@code item} holds the members before it. */
    record Case(
            int line,
            String kind,
            LinkedHashMap<String, Value> item,
            String expression,
            Map<String, Value> values,
            String expected) {

        /** What stands for names of attributes. */
        Map<String, String> names() {
            Map<String, String> names = new LinkedHashMap<>();
            values.forEach((name, value) -> {
                if (name.startsWith("#")) {
                    names.put(name, ((Value.Text) value).value());
                }
            });
            return names;
        }

        /** What stands for values, encoded. */
        Map<String, byte[]> encodedValues() {
            Map<String, byte[]> encoded = new LinkedHashMap<>();
            values.forEach((name, value) -> {
                if (!name.startsWith("#")) {
                    encoded.put(name, ValueCodec.encode(value));
                }
            });
            return encoded;
        }

        Attributes.Draft draft() {
            return draftOf(item);
        }

        /** The item after the changes that are expected: {@code name: value, …} and {@code -name} for what is gone. */
        Attributes after() {
            LinkedHashMap<String, Value> after = new LinkedHashMap<>(item);
            StringBuilder changed = new StringBuilder();
            for (String part : expected.split(" ; ")) {
                if (part.startsWith("-")) {
                    after.remove(part.substring(1).strip());
                } else if (!part.equals("same")) {
                    changed.append(changed.isEmpty() ? "" : ", ").append(part);
                }
            }
            after.putAll(ValueNotation.parseMembers(changed.toString()));
            return draftOf(after).build();
        }

        @Override
        public String toString() {
            return line + ": " + expression + " => " + expected;
        }
    }

    static Attributes.Draft draftOf(Map<String, Value> members) {
        Attributes.Draft draft = new Attributes.Draft();
        members.forEach((name, value) -> draft.put(name.getBytes(StandardCharsets.UTF_8), ValueCodec.encode(value)));
        return draft;
    }

    static List<Case> read(String resource) throws IOException {
        ExpressionCases file = new ExpressionCases();
        try (InputStream stream = ExpressionCases.class.getResourceAsStream(resource)) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            int line = 0;
            for (String each : text.split("\n")) {
                line++;
                if (!each.isBlank() && !each.startsWith("//")) {
                    file.add(line, each.split("¦", -1));
                }
            }
        }
        return file.cases;
    }

    private void add(int line, String[] fields) {
        String kind = fields[0].strip();
        if (kind.startsWith("item ")) {
            items.put(kind.substring(5), ValueNotation.parseMembers(fields[1]));
            return;
        }
        if (fields.length != 5) {
            throw new IllegalArgumentException("line " + line + " has " + fields.length + " fields");
        }
        String expression = fields[2].strip();
        // A long expression is written as "(a)*300": the text in parentheses, repeated.
        if (expression.startsWith("repeat ")) {
            expression = repeated(expression.substring(7));
        }
        cases.add(new Case(
                line,
                kind,
                items.get(fields[1].strip()),
                expression,
                ValueNotation.parseMembers(fields[3]),
                fields[4].strip()));
    }

    /** {@code first <part>*count last}. */
    private static String repeated(String text) {
        int open = text.indexOf('‹');
        int close = text.indexOf('›');
        int end = text.indexOf(' ', close);
        int count = Integer.parseInt(text.substring(close + 2, end < 0 ? text.length() : end));
        return text.substring(0, open)
                + text.substring(open + 1, close).repeat(count)
                + (end < 0 ? "" : text.substring(end));
    }
}
