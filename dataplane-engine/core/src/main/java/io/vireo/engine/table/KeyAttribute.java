package io.vireo.engine.table;

/** An attribute that is a part of a table's key. */
public record KeyAttribute(String name, KeyType type) {}
