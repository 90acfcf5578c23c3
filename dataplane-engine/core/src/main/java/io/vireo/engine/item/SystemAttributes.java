package io.vireo.engine.item;

import io.vireo.channel.message.ItemKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Names that every item has a value under without anybody having written it: usable in expressions and projections, refused in writes.
 * {@code __obj_type} is the number of the {@link ItemKind}. The time of access is that of the last write: reading writes nothing.
 */
public final class SystemAttributes {
    private static final long NANOS = 1_000_000_000L;

    private static final Map<String, BiFunction<Key, Item, @Nullable Value>> VALUES = Map.ofEntries(
            Map.entry("__name", (key, item) -> new Value.Text(key.name())),
            Map.entry("__size", (key, item) -> number(item.body().length())),
            Map.entry("__mode", (key, item) -> number(item.mode())),
            Map.entry("__uid", (key, item) -> number(item.uid())),
            Map.entry("__gid", (key, item) -> number(item.gid())),
            Map.entry("__atime_secs", (key, item) -> number(Math.floorDiv(item.modifiedNs(), NANOS))),
            Map.entry("__atime_nsecs", (key, item) -> number(Math.floorMod(item.modifiedNs(), NANOS))),
            Map.entry("__mtime_secs", (key, item) -> number(Math.floorDiv(item.modifiedNs(), NANOS))),
            Map.entry("__mtime_nsecs", (key, item) -> number(Math.floorMod(item.modifiedNs(), NANOS))),
            Map.entry("__ctime_secs", (key, item) -> number(Math.floorDiv(item.createdNs(), NANOS))),
            Map.entry("__ctime_nsecs", (key, item) -> number(Math.floorMod(item.createdNs(), NANOS))),
            Map.entry("__expiry_secs", (_, item) -> expiry(item, Math.floorDiv(item.expiresNs(), NANOS))),
            Map.entry("__expiry_nsecs", (_, item) -> expiry(item, Math.floorMod(item.expiresNs(), NANOS))),
            Map.entry("__obj_type", (key, item) -> number(item.kind().number())),
            Map.entry("__collection_id", (key, item) -> number(key.container())),
            Map.entry("__inode_number", (key, item) -> number(item.inode())),
            Map.entry("__last_sequence_num", (key, item) -> number(item.lastSequence())));

    private SystemAttributes() {}

    /** Whether the engine alone gives this name its value. */
    public static boolean isSystem(String name) {
        return VALUES.containsKey(name);
    }

    /** Whether the engine alone gives this name its value. */
    public static boolean isSystem(byte[] name) {
        return isHidden(name) && isSystem(new String(name, StandardCharsets.UTF_8));
    }

    /** Whether the name is left out when a client asks for the user's attributes. */
    public static boolean isHidden(byte[] name) {
        return isHidden(name, 0, name.length);
    }

    /** The same, of a name that lies in an array. */
    static boolean isHidden(byte[] bytes, int offset, int length) {
        return length >= 2 && bytes[offset] == '_' && bytes[offset + 1] == '_';
    }

    /** The value under a name; null when it is not one of these, or an item that never expires is asked when it does. */
    public static @Nullable Value get(String name, Key key, Item item) {
        BiFunction<Key, Item, @Nullable Value> value = VALUES.get(name);
        return value == null ? null : value.apply(key, item);
    }

    private static @Nullable Value expiry(Item item, long value) {
        return item.expiresNs() == 0 ? null : number(value);
    }

    private static Value number(long value) {
        return new Value.Int64(value);
    }
}
