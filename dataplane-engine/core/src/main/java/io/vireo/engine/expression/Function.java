package io.vireo.engine.expression;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions of both languages, with the number of arguments that each takes. A function that both have is one. Native names are not
 * case-sensitive, DynamoDB's are.
 */
enum Function {
    EXISTS("exists", "attribute_exists", 1, 1),
    STARTS("starts", "begins_with", 2, 2),
    ENDS("ends", null, 2, 2),
    CONTAINS("contains", "contains", 2, 2),
    IF_NOT_EXISTS("if_not_exists", "if_not_exists", 2, 2),
    IF_ELSE("if_else", null, 3, 3),
    MIN("min", null, 1, 2),
    MAX("max", null, 1, 2),
    LENGTH("length", null, 1, 1),
    INIT_ARRAY("init_array", null, 2, 3),
    BLOB("blob", null, 1, 1),
    PMIN("pmin", null, 2, 2),
    PMAX("pmax", null, 2, 2),
    PSUM("psum", null, 2, 2),
    SUM("sum", null, 1, 1),
    AVG("avg", null, 1, 1),
    SQRT("sqrt", null, 1, 1),
    ISNAN("isnan", null, 1, 1),
    NANASZERO("nanaszero", null, 1, 1),
    TO_INT("to_int", null, 1, 1),
    STR("str", null, 1, 1),
    FIND("find", null, 2, 2),
    /** Whether a value is of a type of DynamoDB's. */
    TYPE(null, "attribute_type", 2, 2),
    /** Like {@link #LENGTH}, but what has none has no value. */
    SIZE(null, "size", 1, 1),
    LIST_APPEND(null, "list_append", 2, 2),
    /** The sum of two exact numbers. */
    PLUS(null, "+", 2, 2),
    /** The difference of two exact numbers. */
    MINUS(null, "-", 2, 2);

    private static final Map<String, Function> BY_NATIVE_NAME = new HashMap<>();
    private static final Map<String, Function> BY_DYNAMO_NAME = new HashMap<>();

    /** Words that the language of V3IO keeps for functions that are not served here: what they do to the letter is not documented. */
    private static final Set<String> RESERVED = Set.of(
            "stddev",
            "regexp_replace",
            "regexp_instr",
            "find_all_indices",
            "extract_by_indices",
            "sort_array",
            "select",
            "as");

    static {
        for (Function function : values()) {
            if (function.nativeName != null) {
                BY_NATIVE_NAME.put(function.nativeName, function);
            }
            if (function.dynamoName != null) {
                BY_DYNAMO_NAME.put(function.dynamoName, function);
            }
        }
    }

    final @Nullable String nativeName;
    final @Nullable String dynamoName;
    final int minArguments;
    final int maxArguments;

    Function(@Nullable String nativeName, @Nullable String dynamoName, int minArguments, int maxArguments) {
        this.nativeName = nativeName;
        this.dynamoName = dynamoName;
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
    }

    static @Nullable Function named(String nativeName) {
        return BY_NATIVE_NAME.get(nativeName.toLowerCase(Locale.ROOT));
    }

    static @Nullable Function dynamo(String dynamoName) {
        return BY_DYNAMO_NAME.get(dynamoName);
    }

    static boolean isReserved(String nativeName) {
        return RESERVED.contains(nativeName.toLowerCase(Locale.ROOT));
    }
}
