package io.vireo.engine.partition;

import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * For how long a container wants its changes kept: an item of it, {@code .feed/retention}, with the attributes {@code seconds} and {@code bytes}. Every reactor knows those items by heart.
 *
 * @param seconds that a change is kept; 0: as long as {@code bytes} say
 * @param bytes of a reactor's log that are kept at most; 0: as many as {@code seconds} take. Both 0: nothing is kept
 */
public record FeedSettings(long seconds, long bytes) {
    /** Where feeds keep what is theirs: changes below it are told to nobody who does not ask for them. */
    static final byte[] FOLDER = ".feed".getBytes(StandardCharsets.UTF_8);

    private static final byte[] PATH = ".feed/retention".getBytes(StandardCharsets.UTF_8);
    private static final int KEY_LENGTH = Key.CONTAINER_LENGTH + PATH.length;

    private static final String SECONDS = "seconds";
    private static final String BYTES = "bytes";
    private static final long WRONG = -1;

    /** A hundred years. */
    private static final long SECONDS_MAX = 100L * 366 * 86_400;

    /** Whether this is the key of a container's settings. */
    static boolean isOf(byte[] key) {
        return key.length == KEY_LENGTH && Arrays.equals(key, Key.CONTAINER_LENGTH, key.length, PATH, 0, PATH.length);
    }

    /** @throws InvalidRequestException the item is that of a container's settings, and does not say what it must */
    static void requireSound(Key key, Item item) {
        if (isOf(key.encoded())) {
            require(number(item, SECONDS, SECONDS_MAX), SECONDS, SECONDS_MAX);
            require(number(item, BYTES, Long.MAX_VALUE), BYTES, Long.MAX_VALUE);
        }
    }

    private static void require(long number, String name, long max) {
        if (number == WRONG) {
            throw new InvalidRequestException(
                    "retention of a feed is not a whole number, or out of range: field=" + name + " min=0 max=" + max);
        }
    }

    /** What an item says; what it does not say as it must counts as not said. */
    static FeedSettings of(Item item) {
        return new FeedSettings(
                Math.max(0, number(item, SECONDS, SECONDS_MAX)), Math.max(0, number(item, BYTES, Long.MAX_VALUE)));
    }

    private static long number(Item item, String name, long max) {
        @Nullable Value value = item.attributes().get(name);
        if (value == null) {
            return 0;
        }
        return value instanceof Value.Int64(long number) && number >= 0 && number <= max ? number : WRONG;
    }
}
