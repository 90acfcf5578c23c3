package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.item.ValueView;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;

/** The native language: expressions that were compiled lately, by their bytes. Bounded: the one that was not used for the longest time goes. Threads: one. */
public final class NativeExpressions {
    private final Evaluator evaluator;
    private final Map<ByteBuffer, Condition> conditions = new LatestMap<>(Limits.EXPRESSION_CACHE_COUNT);
    private final Map<ByteBuffer, Update> updates = new LatestMap<>(Limits.EXPRESSION_CACHE_COUNT);

    NativeExpressions(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /**
     * The compiled condition; an empty one holds always.
     *
     * @param field that holds it, for messages
     * @throws InvalidRequestException the message names field and position
     */
    public Condition condition(byte[] utf8, String field) {
        return utf8.length == 0
                ? Condition.ALWAYS
                : compiled(utf8, field, conditions, text -> condition(text, evaluator));
    }

    /** The compiled update; an empty one changes nothing. */
    public Update update(byte[] utf8, String field) {
        return compiled(utf8, field, updates, text -> update(text, evaluator));
    }

    static Condition condition(String text, Evaluator evaluator) {
        return text.isBlank()
                ? Condition.ALWAYS
                : new Condition(NativeParser.condition(text), new ValueView[0], evaluator);
    }

    static Update update(String text, Evaluator evaluator) {
        return new NativeUpdate(NativeParser.update(text), evaluator);
    }

    private static <T> T compiled(byte[] utf8, String field, Map<ByteBuffer, T> cache, Function<String, T> compiler) {
        if (utf8.length > Limits.EXPRESSION_LENGTH) {
            throw new InvalidRequestException("expression is too long: field=" + field + " length=" + utf8.length
                    + " limit=" + Limits.EXPRESSION_LENGTH);
        }
        ByteBuffer key = ByteBuffer.wrap(utf8);
        T compiled = cache.get(key);
        if (compiled == null) {
            compiled = compiler.apply(Utf8.decode(utf8, field));
            if (utf8.length <= Limits.EXPRESSION_CACHED_LENGTH) {
                cache.put(key, compiled);
            }
        }
        return compiled;
    }
}
