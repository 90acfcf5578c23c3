package io.vireo.engine.expression;

import io.vireo.engine.item.AttributeName;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.ValueView;
import java.util.List;

/** Statements that run in order, later ones seeing what earlier ones did. */
final class NativeUpdate extends Update {
    private final List<Statement> statements;
    private final Evaluator evaluator;

    NativeUpdate(List<Statement> statements, Evaluator evaluator) {
        this.statements = statements;
        this.evaluator = evaluator;
    }

    @Override
    public void apply(Attributes.Draft draft, Scope system) {
        evaluator.begin(new DraftScope(draft, system), new ValueView[0]);
        try {
            for (Statement statement : statements) {
                apply(statement, draft);
            }
        } catch (EvaluationException e) {
            throw new InvalidRequestException(e.text());
        } finally {
            evaluator.end();
        }
    }

    @Override
    public List<String> targets() {
        return statements.stream()
                .map(statement -> target(statement).text())
                .distinct()
                .toList();
    }

    List<Statement> statements() {
        return statements;
    }

    private static AttributeName target(Statement statement) {
        return switch (statement) {
            case Statement.Set set -> set.target();
            case Statement.SetElement set -> set.target().root();
            case Statement.SetSlice set -> set.target().root();
            case Statement.Remove remove -> remove.target();
        };
    }

    private void apply(Statement statement, Attributes.Draft draft) {
        switch (statement) {
            case Statement.Remove(AttributeName target) -> draft.remove(target.bytes());
            case Statement.Set(AttributeName target, Node value, int position) ->
                put(draft, target, required(value, position).encoded(), position);
            case Statement.SetElement(Node.Path target, Node index, Node value, int position) -> {
                var array = Numbers.decoded(required(target, position));
                long at = Numbers.integer(required(index, position), position);
                var element = Numbers.decoded(required(value, position));
                var changed = Arrays64.withElement(array, at, element, position);
                put(draft, target.root(), ValueView.of(changed).encoded(), position);
            }
            case Statement.SetSlice(Node.Path target, Node first, Node last, Node value, int position) -> {
                var array = Numbers.decoded(required(target, position));
                long from = Numbers.integer(required(first, position), position);
                long to = Numbers.integer(required(last, position), position);
                var source = Numbers.decoded(required(value, position));
                var changed = Arrays64.withSlice(array, from, to, source, position);
                put(draft, target.root(), ValueView.of(changed).encoded(), position);
            }
        }
    }

    private void put(Attributes.Draft draft, AttributeName target, byte[] encoded, int position) {
        evaluator.charge(encoded.length, position);
        draft.put(target.bytes(), encoded);
    }

    private ValueView required(Node node, int position) {
        ValueView value = evaluator.eval(node, 0);
        if (value.isMissing()) {
            throw new EvaluationException("attribute is missing: name=" + evaluator.missing(), position);
        }
        return value;
    }
}
