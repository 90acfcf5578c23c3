package io.vireo.gateway;

/**
 * A header field of a request or of an answer.
 *
 * @param name as it was sent; compared without regard to case
 * @param value without surrounding blanks
 */
public record Header(String name, String value) {}
