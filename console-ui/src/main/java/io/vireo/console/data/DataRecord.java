package io.vireo.console.data;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record with its attributes: what all its faces are made of.
 *
 * @param path within the container
 * @param length of the body, in bytes
 * @param mode POSIX permission bits
 * @param version 1 at creation, one more at every write; 0: the gateway did not say
 * @param guard condition that holds as long as nobody has written since
 * @param attributes the user's own, in the gateway's order
 */
record DataRecord(
        String path,
        long length,
        int mode,
        Instant modifiedAt,
        Instant createdAt,
        long version,
        String guard,
        List<Attribute> attributes) {
    DataRecord {
        attributes = List.copyOf(attributes);
    }

    /** Last segment of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * An attribute as people see it.
     *
     * @param text of the value; for types that cannot be typed in, a description of it
     * @param bytes number of bytes of a binary value; null: another type
     */
    record Attribute(
            String name, Type type, String text, @Nullable Integer bytes) {}

    /** Type of a value, as the native API names it. */
    enum Type {
        /** Text. */
        S("string", true),
        /** Number, whole or not. */
        N("number", true),
        /** True or false. */
        BOOL("boolean", true),
        /** Seconds and nanoseconds since 1970. */
        TS("time", true),
        /** Bytes. */
        B("bytes", false),
        /** List. */
        L("list", false),
        /** Map. */
        M("map", false),
        /** Set of strings. */
        SS("set of strings", false),
        /** Set of numbers. */
        NS("set of numbers", false),
        /** Set of bytes. */
        BS("set of bytes", false),
        /** Nothing. */
        NULL("null", false);

        private final String word;
        private final boolean isEditable;

        Type(String word, boolean isEditable) {
            this.word = word;
            this.isEditable = isEditable;
        }

        String word() {
            return word;
        }

        /** Whether a value of this type can be typed in. */
        boolean isEditable() {
            return isEditable;
        }
    }
}
