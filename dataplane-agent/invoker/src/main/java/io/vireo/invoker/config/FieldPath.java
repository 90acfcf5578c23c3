package io.vireo.invoker.config;

import tools.jackson.core.JacksonException;

/** Where in a JSON document something is wrong, written as in {@code functions[0].handler}. */
final class FieldPath {
    private FieldPath() {}

    static String of(JacksonException failure) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference reference : failure.getPath()) {
            String name = reference.getPropertyName();
            if (name == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }
}
