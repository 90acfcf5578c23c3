package io.vireo.channel.generator;

import java.util.Locale;
import java.util.Set;

/** How names of the schema, which are camelCase, are written in each language. */
final class Names {
    /** Words that Java or {@link Object} keep for themselves and that a field may well be called. */
    private static final Set<String> TAKEN_IN_JAVA = words("""
            abstract assert boolean break byte case catch char class const continue default do double else
            enum extends final finally float for goto if implements import instanceof int interface long
            native new null package private protected public return short static super switch synchronized
            this throw throws transient try void volatile while true false wait notify notifyAll clone
            finalize hashCode toString which wrap finish
            """);

    private static final Set<String> TAKEN_IN_PYTHON = words("""
            and as assert async await break class continue def del elif else except finally for from global
            if import in is lambda nonlocal not or pass raise return try while with yield which wrap parse new finish
            """);

    private Names() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    static String capitalised(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** {@code correlationId} stays; {@code double} becomes {@code doubleValue}. */
    static String javaMethod(String name) {
        return TAKEN_IN_JAVA.contains(name) ? name + "Value" : name;
    }

    /** {@code bodyCrc32c} becomes {@code body_crc32c}; {@code from} becomes {@code from_}. */
    static String python(String name) {
        String snake = name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
        return TAKEN_IN_PYTHON.contains(snake) ? snake + "_" : snake;
    }

    /** {@code conditionFailed} becomes {@code CONDITION_FAILED}. */
    static String constant(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT);
    }
}
