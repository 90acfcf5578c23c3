package io.vireo.controlplane;

/**
 * A function to start from.
 *
 * @param id stable, such as {@code hello}
 * @param title a few words
 * @param description one or two sentences: what it shows
 * @param exampleBody a request body to try it with; may be empty
 */
public record FunctionTemplate(
        String id,
        String title,
        String description,
        FunctionFiles files,
        FunctionConfiguration configuration,
        String exampleBody) {}
