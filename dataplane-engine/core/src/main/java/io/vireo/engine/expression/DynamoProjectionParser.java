package io.vireo.engine.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compiles projection expressions: document paths with commas between them. */
final class DynamoProjectionParser extends DynamoParser {
    private final PathConflicts conflicts = new PathConflicts();

    DynamoProjectionParser(String text, Map<String, String> names) {
        super(DynamoKind.PROJECTION, text, names, Map.of());
    }

    List<Node.Path> parse() {
        List<Node.Path> paths = new ArrayList<>();
        do {
            Document document = document();
            conflicts.add(document, this);
            paths.add(document.path());
        } while (take(","));
        requireEnd();
        requireNoProblem();
        return paths;
    }

    @Override
    boolean isKeyword(DynamoToken word) {
        return false;
    }
}
