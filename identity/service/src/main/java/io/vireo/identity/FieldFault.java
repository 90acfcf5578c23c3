package io.vireo.identity;

/**
 * A field of a request that cannot be accepted.
 *
 * @param field its path as the caller wrote it, such as {@code config.workers} or {@code files[lib/a.py]}
 * @param message what is wrong and what the limit is
 */
public record FieldFault(String field, String message) {}
