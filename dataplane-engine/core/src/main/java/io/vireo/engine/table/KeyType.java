package io.vireo.engine.table;

/** What a key can be, by DynamoDB's name. */
public enum KeyType {
    /** Text. */
    S("string"),
    /** An exact number. */
    N("number"),
    /** Bytes. */
    B("binary");

    final String longName;

    KeyType(String longName) {
        this.longName = longName;
    }
}
