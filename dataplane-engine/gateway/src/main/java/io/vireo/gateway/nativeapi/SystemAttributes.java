package io.vireo.gateway.nativeapi;

import io.vireo.client.AttributeValue;
import io.vireo.client.AttributeValue.Int64;
import io.vireo.client.AttributeValue.Text;
import io.vireo.client.Item;
import io.vireo.client.ItemState;
import io.vireo.gateway.http.RefusedException;
import java.util.SequencedMap;
import java.util.Set;

/** Attributes that every item has and nobody writes. */
final class SystemAttributes {
    static final String NAME = "__name";

    private static final String EXPIRY_SECONDS = "__expiry_secs";
    private static final String EXPIRY_NANOS = "__expiry_nsecs";

    private static final long NANOS = 1_000_000_000L;
    private static final Set<String> NAMES = Set.of(
            NAME,
            "__size",
            "__mode",
            "__uid",
            "__gid",
            "__atime_secs",
            "__atime_nsecs",
            "__mtime_secs",
            "__mtime_nsecs",
            "__ctime_secs",
            "__ctime_nsecs",
            EXPIRY_SECONDS,
            EXPIRY_NANOS,
            "__obj_type",
            "__collection_id",
            "__inode_number",
            "__last_sequence_num");

    private SystemAttributes() {}

    /**
     * Refuses to write any of them.
     *
     * @throws RefusedException 403
     */
    static void refuseIn(SequencedMap<String, AttributeValue> attributes) {
        for (String name : attributes.keySet()) {
            if (NAMES.contains(name)) {
                throw new RefusedException(
                        403, NativeErrors.NOT_PERMITTED, "Operation not permitted: attribute=" + name);
            }
        }
    }

    /** Adds all of them; when it expires only of an item that does. */
    static void addTo(SequencedMap<String, AttributeValue> attributes, Item item, long container) {
        ItemState state = item.state();
        attributes.put(NAME, new Text(item.name()));
        put(attributes, "__size", state.bodyLength());
        put(attributes, "__mode", state.mode());
        put(attributes, "__uid", state.uid());
        put(attributes, "__gid", state.gid());
        // Reading writes nothing, so the time of access is that of the last write.
        put(attributes, "__atime_secs", Math.floorDiv(state.modifiedNs(), NANOS));
        put(attributes, "__atime_nsecs", Math.floorMod(state.modifiedNs(), NANOS));
        put(attributes, "__mtime_secs", Math.floorDiv(state.modifiedNs(), NANOS));
        put(attributes, "__mtime_nsecs", Math.floorMod(state.modifiedNs(), NANOS));
        put(attributes, "__ctime_secs", Math.floorDiv(state.createdNs(), NANOS));
        put(attributes, "__ctime_nsecs", Math.floorMod(state.createdNs(), NANOS));
        if (state.expiresNs() != 0) {
            put(attributes, EXPIRY_SECONDS, Math.floorDiv(state.expiresNs(), NANOS));
            put(attributes, EXPIRY_NANOS, Math.floorMod(state.expiresNs(), NANOS));
        }
        put(attributes, "__obj_type", state.kind().ordinal());
        put(attributes, "__collection_id", container);
        put(attributes, "__inode_number", state.inode());
        put(attributes, "__last_sequence_num", state.lastSequence());
    }

    private static void put(SequencedMap<String, AttributeValue> attributes, String name, long value) {
        attributes.put(name, new Int64(value));
    }
}
