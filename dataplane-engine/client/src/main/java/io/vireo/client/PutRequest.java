package io.vireo.client;

import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes an item: one atomic entry of the journal over attributes and body.
 *
 * @param container id
 * @param path of the item
 * @param mode what happens to what is there
 * @param kind {@link ItemKind#ITEM} or {@link ItemKind#DIRECTORY}
 * @param attributes by name
 * @param body what becomes the body, or null to give none
 * @param condition an expression; empty: always true
 * @param expectedVersion of the item that is there; 0: any
 * @param posixMode permission bits; 0: as they are, or the default
 * @param owner to give it to, or null to leave that as it is
 * @param position of {@link Mode#WRITE}: where the body goes; of {@link Mode#TRUNCATE}: how long it is to be
 * @param expiry what becomes of the time from which on it is not there any more
 * @param parts items whose bodies, one behind the other, become the body; none: {@code body} does
 * @param language of the condition
 */
public record PutRequest(
        long container,
        String path,
        Mode mode,
        ItemKind kind,
        SequencedMap<String, AttributeValue> attributes,
        byte @Nullable [] body,
        String condition,
        long expectedVersion,
        int posixMode,
        @Nullable Owner owner,
        long position,
        Expiry expiry,
        List<Part> parts,
        ExpressionLanguage language)
        implements WriteRequest {

    /** At no position, of no parts, in the native language, and with the time at which it expires as it is. */
    public PutRequest(
            long container,
            String path,
            Mode mode,
            ItemKind kind,
            SequencedMap<String, AttributeValue> attributes,
            byte @Nullable [] body,
            String condition,
            long expectedVersion,
            int posixMode,
            @Nullable Owner owner) {
        this(
                container,
                path,
                mode,
                kind,
                attributes,
                body,
                condition,
                expectedVersion,
                posixMode,
                owner,
                0,
                Expiry.UNCHANGED,
                List.of(),
                ExpressionLanguage.NATIVE);
    }

    /**
     * An item that is taken over: it is deleted when its body has become part of another one. No byte is copied.
     *
     * @param path in the same container and partition: one with the same name up to its first dot, in the same directory, is
     * @param expectedVersion of it; 0: any
     */
    public record Part(String path, long expectedVersion) {}

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
        APPEND,
        /**
         * As {@link #MERGE}, with the body that is given in place of what lies at the position. What was never written between the end of the body
         * and the position reads as zeros. Refused as {@link #APPEND} is.
         */
        WRITE,
        /** As {@link #MERGE}, with the body cut to the position, or made as long with zeros; none is given. */
        TRUNCATE
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

    /** Bytes at a position of a body; a missing item is made. */
    public static PutRequest write(long container, String path, long position, byte[] bytes) {
        return new PutRequest(container, path, Mode.WRITE, ItemKind.ITEM, new TreeMap<>(), bytes, "", 0, 0, null)
                .at(position);
    }

    /** Another length for a body. */
    public static PutRequest truncate(long container, String path, long length) {
        return new PutRequest(container, path, Mode.TRUNCATE, ItemKind.ITEM, new TreeMap<>(), null, "", 0, 0, null)
                .at(length);
    }

    /** The bodies of other items, one behind the other, in place of what is there; they are deleted. */
    public static PutRequest assembled(long container, String path, List<Part> parts) {
        return new PutRequest(
                container,
                path,
                Mode.REPLACE,
                ItemKind.ITEM,
                new TreeMap<>(),
                null,
                "",
                0,
                0,
                null,
                0,
                Expiry.UNCHANGED,
                List.copyOf(parts),
                ExpressionLanguage.NATIVE);
    }

    /** The same under a condition. */
    public PutRequest onlyIf(String newCondition) {
        return new PutRequest(
                container,
                path,
                mode,
                kind,
                attributes,
                body,
                newCondition,
                expectedVersion,
                posixMode,
                owner,
                position,
                expiry,
                parts,
                language);
    }

    /** The same, provided that the item that is there has this version. */
    public PutRequest expecting(long version) {
        return new PutRequest(
                container,
                path,
                mode,
                kind,
                attributes,
                body,
                condition,
                version,
                posixMode,
                owner,
                position,
                expiry,
                parts,
                language);
    }

    /** The same at another position. */
    public PutRequest at(long newPosition) {
        return new PutRequest(
                container,
                path,
                mode,
                kind,
                attributes,
                body,
                condition,
                expectedVersion,
                posixMode,
                owner,
                newPosition,
                expiry,
                parts,
                language);
    }

    /** The same with another expiry. */
    public PutRequest expiring(Expiry newExpiry) {
        return new PutRequest(
                container,
                path,
                mode,
                kind,
                attributes,
                body,
                condition,
                expectedVersion,
                posixMode,
                owner,
                position,
                newExpiry,
                parts,
                language);
    }

    /** The same with its condition in a language. */
    public PutRequest in(ExpressionLanguage newLanguage) {
        return new PutRequest(
                container,
                path,
                mode,
                kind,
                attributes,
                body,
                condition,
                expectedVersion,
                posixMode,
                owner,
                position,
                expiry,
                parts,
                newLanguage);
    }

    PutRequest withoutBody() {
        return new PutRequest(
                container,
                path,
                mode,
                kind,
                attributes,
                null,
                condition,
                expectedVersion,
                posixMode,
                owner,
                position,
                expiry,
                parts,
                language);
    }
}
