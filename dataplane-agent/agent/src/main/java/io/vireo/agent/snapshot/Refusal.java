package io.vireo.agent.snapshot;

/**
 * Why a configuration is not applied.
 *
 * @param field path of the field at fault, {@code tenants[0].functions[1].handler}; empty: the whole
 * @param text the reason, for people
 */
public record Refusal(String field, String text) {
    /** The same one level up: {@code at} is put before the field. */
    public Refusal below(String at) {
        return new Refusal(field.isEmpty() ? at : at + "." + field, text);
    }
}
