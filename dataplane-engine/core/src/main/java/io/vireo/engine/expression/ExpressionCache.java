package io.vireo.engine.expression;

import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Utf8;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Expressions that were compiled lately, by their bytes. Bounded: the one that was not used for the longest time goes. Threads: one. */
public final class ExpressionCache {
    private final Map<ByteBuffer, Condition> conditions = bounded();
    private final Map<ByteBuffer, Update> updates = bounded();

    /** Starts empty. */
    public ExpressionCache() {}

    /**
     * The compiled condition.
     *
     * @param field that holds it, for messages
     * @throws InvalidRequestException the message names field and position
     */
    public Condition condition(byte[] utf8, String field) {
        return utf8.length == 0 ? Condition.ALWAYS : compiled(utf8, field, conditions, Condition::compile);
    }

    /** The compiled update. */
    public Update update(byte[] utf8, String field) {
        return compiled(utf8, field, updates, Update::compile);
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

    private static <T> Map<ByteBuffer, T> bounded() {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<ByteBuffer, T> eldest) {
                return size() > Limits.EXPRESSION_CACHE_COUNT;
            }
        };
    }
}
