package io.vireo.channel.generator;

/** A schema uses what the generator does not translate, or the request is not one of the Cap'n Proto compiler. */
final class UnsupportedSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnsupportedSchemaException(String message) {
        super(message);
    }
}
