package io.vireo.engine.table;

import io.vireo.channel.table.KeyText;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Value;
import io.vireo.engine.item.ValueCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/** Values as keys in paths, as {@link KeyText} writes them, and back. */
final class KeyCodec {
    /** What never is in the text of a key, and is before all that can come next in one: with it behind, a key stays before those that start with it. */
    static final byte[] END = {1, 1};

    /** What is behind a key with {@link #END}, and before those that start with it. */
    static final byte[] AFTER_END = {1, 2};

    private KeyCodec() {}

    static void encode(Value key, ByteWriter target) {
        target.bytes(
                switch (key) {
                    case Value.Text(String text) -> KeyText.ofText(text.getBytes(StandardCharsets.UTF_8));
                    case Value.Bytes(byte[] bytes) -> KeyText.ofBytes(bytes);
                    case Value.Int64(long number) -> KeyText.ofNumber(BigDecimal.valueOf(number));
                    case Value.Decimal(BigDecimal number) -> KeyText.ofNumber(ValueCodec.requireDecimal(number, "key"));
                    case Value.Float64(double number)
                    when Double.isFinite(number) ->
                        KeyText.ofNumber(ValueCodec.requireDecimal(BigDecimal.valueOf(number), "key"));
                    default -> throw new IllegalArgumentException("key=" + key);
                });
    }

    /** @throws InvalidRequestException this is not the text of a key of the type */
    static Value decode(KeyType type, byte[] path, int from, int to) {
        try {
            return switch (type) {
                case S -> new Value.Text(new String(KeyText.toText(path, from, to), StandardCharsets.UTF_8));
                case B -> new Value.Bytes(KeyText.toBytes(path, from, to));
                case N -> ValueCodec.narrow(KeyText.toNumber(path, from, to));
            };
        } catch (IllegalArgumentException malformed) {
            throw new InvalidRequestException(malformed.getMessage() + ": field=path");
        }
    }
}
