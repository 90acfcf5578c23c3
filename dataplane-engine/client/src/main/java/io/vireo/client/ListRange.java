package io.vireo.client;

import org.jspecify.annotations.Nullable;

/** Which part of a listing is asked for. */
public sealed interface ListRange {
    /** All of it. */
    ListRange WHOLE = Whole.WHOLE;

    /** Names from one on, up to another that is not among them; an empty one is no bound. */
    static ListRange of(String from, String to) {
        return new Names(from, false, to, false);
    }

    /** No bounds. */
    enum Whole implements ListRange {
        /** The only one. */
        WHOLE
    }

    /**
     * From one name below the directory to another, or of everything below it from one rest of a path to another, by their bytes.
     *
     * @param from empty: from the first
     * @param isFromExcluded whether that one is not asked for
     * @param to empty: to the last
     * @param isToIncluded whether that one is asked for, too
     */
    record Names(String from, boolean isFromExcluded, String to, boolean isToIncluded) implements ListRange {}

    /**
     * Rows of the table that the directory is, in the order of their sort keys: those that a condition in DynamoDB's language asks for. Of one level, without directories.
     *
     * @param condition {@code KeyConditionExpression}; empty: the language brings legacy conditions
     * @param partition of the table's key
     * @param sort of the table's key; null: there is none
     */
    record Keys(
            String condition,
            KeyAttribute partition,
            @Nullable KeyAttribute sort) implements ListRange {}

    /** An attribute that is part of a table's key. */
    record KeyAttribute(String name, KeyType type) {}

    /** What a key can be. The order is that of {@code Scan.KeyType} in {@code engine.capnp}. */
    enum KeyType {
        /** Text. */
        TEXT,
        /** An exact number. */
        NUMBER,
        /** Bytes. */
        BYTES
    }
}
