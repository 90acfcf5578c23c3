package io.vireo.channel.generator;

/** placeholder. */
final class PythonEmitter {
    private final Schema schema;

    PythonEmitter(Schema schema) {
        this.schema = schema;
    }

    String emit() {
        return "# " + schema.structs().size();
    }
}
