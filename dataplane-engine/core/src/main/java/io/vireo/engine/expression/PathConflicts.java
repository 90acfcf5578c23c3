package io.vireo.engine.expression;

import io.vireo.engine.expression.DynamoParser.Document;
import io.vireo.engine.expression.DynamoParser.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Document paths of one expression, none of which may be another, lie inside another, or see a list where another sees a map. */
final class PathConflicts {
    private final List<Document> documents = new ArrayList<>();

    void add(Document added, DynamoParser parser) {
        for (Document earlier : documents) {
            Problem problem = problem(earlier.pieces(), added.pieces());
            if (problem != null) {
                parser.report(
                        problem,
                        "Two document paths " + (problem == Problem.OVERLAP ? "overlap" : "conflict")
                                + " with each other; must remove or rewrite one of these paths; path one: "
                                + earlier.show() + ", path two: " + added.show());
            }
        }
        documents.add(added);
    }

    private static @Nullable Problem problem(List<Object> one, List<Object> two) {
        for (int i = 0; i < Math.min(one.size(), two.size()); i++) {
            if (one.get(i).getClass() != two.get(i).getClass()) {
                return Problem.CONFLICT;
            }
            if (!one.get(i).equals(two.get(i))) {
                return null;
            }
        }
        return Problem.OVERLAP;
    }
}
