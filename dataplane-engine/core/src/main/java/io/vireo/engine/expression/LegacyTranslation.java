package io.vireo.engine.expression;

import io.vireo.engine.expression.LegacyUpdate.Action;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what came before expressions as expressions, so that there is one meaning of both. Names and values are numbered, so two requests of one
 * shape have one text, and share what was compiled.
 */
final class LegacyTranslation {
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Map<String, byte[]> values = new LinkedHashMap<>();

    Map<String, String> names() {
        return names;
    }

    Map<String, byte[]> values() {
        return values;
    }

    String conditions(List<LegacyCondition> conditions, String separator) {
        List<String> texts = new ArrayList<>();
        for (LegacyCondition condition : conditions) {
            List<String> valueNames =
                    condition.values().stream().map(this::value).toList();
            texts.add(condition.toExpression(name(condition.attribute()), valueNames));
        }
        return String.join(separator, texts);
    }

    String updates(List<LegacyUpdate> updates) {
        Map<String, List<String>> sections = new LinkedHashMap<>();
        for (LegacyUpdate update : updates) {
            String name = name(update.attribute());
            byte[] value = update.value();
            String section = update.action() == Action.PUT
                    ? "SET"
                    : update.action() == Action.DELETE && value == null
                            ? "REMOVE"
                            : update.action().name();
            String operand = value == null ? "" : (section.equals("SET") ? " = " : " ") + value(value);
            sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(name + operand);
        }
        List<String> texts = new ArrayList<>();
        sections.forEach((section, actions) -> texts.add(section + " " + String.join(", ", actions)));
        return String.join(" ", texts);
    }

    private String name(String attribute) {
        String name = "#n" + names.size();
        names.put(name, attribute);
        return name;
    }

    private String value(byte[] encoded) {
        String name = ":v" + values.size();
        values.put(name, encoded);
        return name;
    }
}
