package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A compiled projection: which attributes, and what of them, an answer shows. Unchangeable. */
public final class Projection {
    private final List<Node.Path> paths;

    Projection(List<Node.Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /** Names of the attributes of which it shows something, each once. */
    public List<String> names() {
        return paths.stream().map(path -> path.root().text()).distinct().toList();
    }

    /**
     * Puts what it shows into a draft. Of a list what is shown moves together, in its order; of what is not there nothing is shown.
     *
     * @param scope the attributes of the item
     */
    public void apply(Scope scope, Attributes.Draft target) {
        Map<AttributeName, List<Node.Path>> byRoot = new LinkedHashMap<>();
        paths.forEach(path ->
                byRoot.computeIfAbsent(path.root(), _ -> new ArrayList<>()).add(path));
        ValueView view = new ValueView();
        byRoot.forEach((root, pathsOfOne) -> {
            if (!scope.find(root, view)) {
                return;
            }
            if (pathsOfOne.getFirst().steps().isEmpty()) {
                target.put(root.bytes(), view.encoded());
                return;
            }
            Value part = select(view.toValue(), pathsOfOne, 0);
            if (part != null) {
                target.put(root.bytes(), ValueView.of(part).encoded());
            }
        });
    }

    private static @Nullable Value select(@Nullable Value value, List<Node.Path> paths, int level) {
        if (value == null || paths.getFirst().steps().size() == level) {
            return value;
        }
        return switch (value) {
            case Value.ValueMap(var members) -> members(members, paths, level);
            case Value.ValueList(var elements) -> elements(elements, paths, level);
            default -> null;
        };
    }

    private static @Nullable Value members(Map<String, Value> members, List<Node.Path> paths, int level) {
        Map<String, List<Node.Path>> byName = new LinkedHashMap<>();
        for (Node.Path path : paths) {
            if (path.steps().get(level) instanceof Node.Step.Member(AttributeName name)) {
                byName.computeIfAbsent(name.text(), _ -> new ArrayList<>()).add(path);
            }
        }
        LinkedHashMap<String, Value> selected = new LinkedHashMap<>();
        byName.forEach((name, pathsOfOne) -> {
            Value member = select(members.get(name), pathsOfOne, level + 1);
            if (member != null) {
                selected.put(name, member);
            }
        });
        return selected.isEmpty() ? null : new Value.ValueMap(selected);
    }

    private static @Nullable Value elements(List<Value> elements, List<Node.Path> paths, int level) {
        TreeMap<Integer, List<Node.Path>> byIndex = new TreeMap<>();
        for (Node.Path path : paths) {
            if (path.steps().get(level) instanceof Node.Step.Index(int index) && index < elements.size()) {
                byIndex.computeIfAbsent(index, _ -> new ArrayList<>()).add(path);
            }
        }
        List<Value> selected = new ArrayList<>();
        byIndex.forEach((index, pathsOfOne) -> {
            Value element = select(elements.get(index), pathsOfOne, level + 1);
            if (element != null) {
                selected.add(element);
            }
        });
        return selected.isEmpty() ? null : new Value.ValueList(selected);
    }
}
