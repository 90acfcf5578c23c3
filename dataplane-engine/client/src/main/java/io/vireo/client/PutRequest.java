package io.vireo.client;

import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Writes an item: one atomic entry of the journal over attributes and body.
 *
 * @param container id
 * @param path of the item
 * @param mode what happens to what is there
 * @param kind {@link ItemKind#ITEM} or {@link ItemKind#DIRECTORY}
 * @param attributes by name
 * @param body what becomes the body, or null to give none
 * @param condition in the native expression language; empty: always true
 * @param expectedVersion of the item that is there; 0: any
 * @param posixMode permission bits; 0: as they are, or the default
 * @param owner to give it to, or null to leave that as it is
 */
public record PutRequest(
        long container,
        String path,
        Mode mode,
        ItemKind kind,
        SequencedMap<String, AttributeValue> attributes,
        byte @org.jspecify.annotations.Nullable [] body,
        String condition,
        long expectedVersion,
        int posixMode,
        @org.jspecify.annotations.Nullable Owner owner) {

    /**
     * POSIX owner and group.
     *
     * @param uid unsigned
     * @param gid unsigned
     */
    public record Owner(int uid, int gid) {}

    /** What a put does to an item that is there. The order is that of {@code Put.Mode} in {@code engine.capnp}. */
    public enum Mode {
        /** The whole item: attributes and body. */
        REPLACE,
        /** These attributes over those that are there; the body only when one is given. */
        MERGE,
        /** Refused with {@link EngineStatus#EXISTS} when there is an item. */
        CREATE_ONLY,
        /** All attributes; the body only when one is given. */
        REPLACE_ATTRIBUTES,
        /**
         * As {@link #MERGE}, with the body that is given behind the one that is there. {@link EngineStatus#TOO_LARGE} when that lies in
         * too many short pieces: it is for the caller to write it anew.
         */
        APPEND
    }

    /** A body and nothing else, in place of what is there. */
    public static PutRequest body(long container, String path, byte[] body) {
        return new PutRequest(container, path, Mode.REPLACE, ItemKind.ITEM, new TreeMap<>(), body, "", 0, 0, null);
    }

    /** Attributes and nothing else. */
    public static PutRequest attributes(
            long container, String path, Mode mode, SequencedMap<String, AttributeValue> attributes) {
        return new PutRequest(container, path, mode, ItemKind.ITEM, attributes, null, "", 0, 0, null);
    }

    /** A directory, if nothing is there. */
    public static PutRequest directory(long container, String path) {
        return new PutRequest(
                container, path, Mode.CREATE_ONLY, ItemKind.DIRECTORY, new TreeMap<>(), null, "", 0, 0, null);
    }

    /** The same under a condition. */
    public PutRequest onlyIf(String newCondition) {
        return new PutRequest(
                container, path, mode, kind, attributes, body, newCondition, expectedVersion, posixMode, owner);
    }

    /** The same, provided that the item that is there has this version. */
    public PutRequest expecting(long version) {
        return new PutRequest(container, path, mode, kind, attributes, body, condition, version, posixMode, owner);
    }

    PutRequest withoutBody() {
        return new PutRequest(
                container, path, mode, kind, attributes, null, condition, expectedVersion, posixMode, owner);
    }
}
