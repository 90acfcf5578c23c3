package io.vireo.invoker.config;

/** A configuration that a tenant process cannot take; it goes on with the one that it has. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    /** What is wrong with which field. */
    public ConfigException(String field, String reason) {
        super(reason);
        this.field = field;
    }

    /** Path of the field at fault, as in {@code functions[0].handler}. */
    public String field() {
        return field;
    }
}
