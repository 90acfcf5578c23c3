package io.vireo.engine.expression;

import io.vireo.engine.item.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A new value for a place in a document, or none.
 *
 * <p>All edits of one document are done at once, so that indexes mean the elements as they were: elements are replaced, what is set past the
 * end of a list is appended in the order of the indexes, and only then is removed what is to go.
 */
record DocumentEdit(Node.Path path, @Nullable Value value) {

    /**
     * The document after edits, of which none lies inside another.
     *
     * @throws EvaluationException a place has no map or list to lie in
     */
    static @Nullable Value apply(@Nullable Value document, List<DocumentEdit> edits) {
        return apply(document, edits, 0);
    }

    private static @Nullable Value apply(@Nullable Value value, List<DocumentEdit> edits, int level) {
        DocumentEdit first = edits.getFirst();
        if (first.path.steps().size() == level) {
            return first.value;
        }
        return switch (first.path.steps().get(level)) {
            case Node.Step.Member _ when value instanceof Value.ValueMap(var members) -> members(members, edits, level);
            case Node.Step.Index _
            when value instanceof Value.ValueList(var elements) -> elements(elements, edits, level);
            case Node.Step.Member _, Node.Step.Index _ -> throw new EvaluationException(DynamoMessages.INVALID_PATH);
        };
    }

    private static Value members(Map<String, Value> members, List<DocumentEdit> edits, int level) {
        Map<String, List<DocumentEdit>> byName = new LinkedHashMap<>();
        for (DocumentEdit edit : edits) {
            Node.Step.Member step = (Node.Step.Member) edit.path.steps().get(level);
            byName.computeIfAbsent(step.name().text(), _ -> new ArrayList<>()).add(edit);
        }
        LinkedHashMap<String, Value> changed = new LinkedHashMap<>(members);
        byName.forEach((name, editsOfOne) -> {
            Value member = apply(members.get(name), editsOfOne, level + 1);
            if (member == null) {
                changed.remove(name);
            } else {
                changed.put(name, member);
            }
        });
        return new Value.ValueMap(changed);
    }

    private static Value elements(List<Value> elements, List<DocumentEdit> edits, int level) {
        TreeMap<Integer, List<DocumentEdit>> byIndex = new TreeMap<>();
        for (DocumentEdit edit : edits) {
            Node.Step.Index step = (Node.Step.Index) edit.path.steps().get(level);
            byIndex.computeIfAbsent(step.index(), _ -> new ArrayList<>()).add(edit);
        }
        List<Value> changed = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            List<DocumentEdit> editsOfOne = byIndex.remove(i);
            Value element = editsOfOne == null ? elements.get(i) : apply(elements.get(i), editsOfOne, level + 1);
            if (element != null) {
                changed.add(element);
            }
        }
        for (List<DocumentEdit> editsPastEnd : byIndex.values()) {
            Value element = apply(null, editsPastEnd, level + 1);
            if (element != null) {
                changed.add(element);
            }
        }
        return new Value.ValueList(changed);
    }
}
