package io.vireo.engine.expression;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The functions of the language, with the number of arguments that each takes. Names are not case-sensitive. */
enum Function {
    EXISTS(1, 1),
    STARTS(2, 2),
    ENDS(2, 2),
    CONTAINS(2, 2),
    IF_NOT_EXISTS(2, 2),
    IF_ELSE(3, 3),
    MIN(1, 2),
    MAX(1, 2),
    LENGTH(1, 1),
    INIT_ARRAY(2, 3),
    BLOB(1, 1),
    PMIN(2, 2),
    PMAX(2, 2),
    PSUM(2, 2),
    SUM(1, 1),
    AVG(1, 1),
    SQRT(1, 1),
    ISNAN(1, 1),
    TO_INT(1, 1),
    STR(1, 1),
    FIND(2, 2);

    final int minArguments;
    final int maxArguments;

    Function(int minArguments, int maxArguments) {
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
    }

    static @Nullable Function named(String name) {
        String upperCase = name.toUpperCase(Locale.ROOT);
        for (Function function : values()) {
            if (function.name().equals(upperCase)) {
                return function;
            }
        }
        return null;
    }
}
