package io.vireo.client;

import java.util.List;

/** Which attributes of an item come back. */
public sealed interface Projection {
    /** No attributes. */
    Projection NONE = Fixed.NONE;
    /** Those that users wrote; names that begin with {@code __} are hidden. */
    Projection USER = Fixed.USER;
    /** Hidden ones too. */
    Projection ALL = Fixed.ALL;

    /** Projections without names. */
    enum Fixed implements Projection {
        /** No attributes. */
        NONE,
        /** Those that users wrote. */
        USER,
        /** Hidden ones too. */
        ALL
    }

    /** What a {@code ProjectionExpression} of DynamoDB's language shows: attributes, and parts of them. Of a get and a listing in that language. */
    record Expression(String text) implements Projection {}

    /** These, as far as the item has them. */
    record Named(List<String> names) implements Projection {}
}
