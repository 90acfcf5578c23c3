package io.vireo.client;

import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** In which language the expressions of a request are, and what comes with them. */
public sealed interface ExpressionLanguage {
    /** That of the native API: values stand in the text of an expression. */
    ExpressionLanguage NATIVE = Native.NATIVE;

    /** DynamoDB's, with neither names nor values. */
    ExpressionLanguage DYNAMO = dynamo(Map.of(), new TreeMap<>());

    /** DynamoDB's, with names and values, each of which an expression of the request must use. */
    static ExpressionLanguage dynamo(Map<String, String> names, SequencedMap<String, AttributeValue> values) {
        return new Dynamo(names, values, LegacyParameters.NONE);
    }

    /** DynamoDB's parameters from before there were expressions. */
    static ExpressionLanguage legacy(LegacyParameters parameters) {
        return new Dynamo(Map.of(), new TreeMap<>(), parameters);
    }

    /** The native language, which brings nothing. */
    enum Native implements ExpressionLanguage {
        /** The only one. */
        NATIVE
    }

    /**
     * DynamoDB's language. An empty expression is none. Refusals have the messages that its clients know.
     *
     * @param names of attributes, by the {@code #names} that stand for them
     * @param values by the {@code :names} that stand for them
     * @param legacy in place of expressions
     */
    record Dynamo(Map<String, String> names, SequencedMap<String, AttributeValue> values, LegacyParameters legacy)
            implements ExpressionLanguage {}
}
