package io.vireo.engine.expression;

import io.vireo.engine.io.ByteReader;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled update: statements that run in order, later ones seeing what earlier ones did. Unchangeable. */
public final class Update {
    private final List<Statement> statements;

    private Update(List<Statement> statements) {
        this.statements = statements;
    }

    /**
     * Compiles an update; an empty one changes nothing.
     *
     * @throws InvalidRequestException the message names the position
     */
    public static Update compile(String text) {
        return new Update(Parser.update(text));
    }

    /**
     * Changes attributes.
     *
     * @param system what names mean that are not in the draft: the system attributes
     * @throws InvalidRequestException it cannot be done; the draft is then of no use
     */
    public void apply(Attributes.Draft draft, Scope system) {
        Evaluator evaluator = new Evaluator(name -> {
            byte @Nullable [] encoded = draft.get(name.getBytes(StandardCharsets.UTF_8));
            return encoded == null ? system.get(name) : ValueCodec.decode(new ByteReader(encoded));
        });
        try {
            for (Statement statement : statements) {
                apply(statement, draft, evaluator);
            }
        } catch (EvaluationException e) {
            throw new InvalidRequestException(e.getMessage() == null ? "expression" : e.getMessage());
        }
    }

    private static void apply(Statement statement, Attributes.Draft draft, Evaluator evaluator) {
        switch (statement) {
            case Statement.Remove(Node.Name target) -> draft.remove(bytes(target));
            case Statement.Set(Node.Name target, Node value, int position) ->
                put(draft, target, required(evaluator, value, position), evaluator, position);
            case Statement.SetElement(Node.Name target, Node index, Node value, int position) -> {
                Value array = required(evaluator, target, position);
                long at = Numbers.integer(required(evaluator, index, position), position);
                Value element = required(evaluator, value, position);
                put(draft, target, Arrays64.withElement(array, at, element, position), evaluator, position);
            }
            case Statement.SetSlice(Node.Name target, Node first, Node last, Node value, int position) -> {
                Value array = required(evaluator, target, position);
                long from = Numbers.integer(required(evaluator, first, position), position);
                long to = Numbers.integer(required(evaluator, last, position), position);
                Value source = required(evaluator, value, position);
                put(draft, target, Arrays64.withSlice(array, from, to, source, position), evaluator, position);
            }
        }
    }

    private static void put(Attributes.Draft draft, Node.Name target, Value value, Evaluator evaluator, int position) {
        byte[] encoded = ValueCodec.encode(value);
        evaluator.charge(encoded.length, position);
        draft.put(bytes(target), encoded);
    }

    private static Value required(Evaluator evaluator, Node node, int position) {
        @Nullable Value value = evaluator.eval(node);
        if (value == null) {
            throw new EvaluationException("attribute is missing: name=" + evaluator.missing(), position);
        }
        return value;
    }

    private static byte[] bytes(Node.Name name) {
        return name.name().getBytes(StandardCharsets.UTF_8);
    }
}
