package io.vireo.console.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The faces of a record, always in this order. */
enum Face {
    /** Bytes under a path, with ranges. */
    OBJECT("Object", "box", "fo"),
    /** Typed attributes. */
    ROW("Row", "rows-3", "fr"),
    /** A name in a folder, with mode and times. */
    FILE("File", "file", "ff"),
    /** Records in order, in shards. */
    STREAM("Stream", "radio", "fs");

    private final String word;
    private final String icon;
    private final String colour;

    Face(String word, String icon, String colour) {
        this.word = word;
        this.icon = icon;
        this.colour = colour;
    }

    String word() {
        return word;
    }

    String icon() {
        return icon;
    }

    /** Class that gives the tab its colour. */
    String colour() {
        return colour;
    }

    /** As the address names it. */
    String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The face of that key; the object if there is none. */
    static Face ofKey(String key) {
        return Arrays.stream(values())
                .filter(face -> face.key().equals(key))
                .findFirst()
                .orElse(OBJECT);
    }

    /** Whether an entry can be seen this way. */
    boolean isOf(DataEntry entry) {
        return switch (this) {
            case OBJECT -> entry.kind() == DataEntry.Kind.ITEM && !entry.isPureRow();
            case ROW -> entry.hasAttributes();
            case FILE -> !entry.isPureRow();
            case STREAM -> entry.kind() == DataEntry.Kind.STREAM;
        };
    }

    /** The faces of an entry in words. */
    static String namesOf(DataEntry entry) {
        return Arrays.stream(values())
                .filter(face -> face.isOf(entry))
                .map(Face::word)
                .collect(Collectors.joining(", "));
    }
}
