package io.vireo.engine.item;

/** Stored bytes are not what was written: the message names item and place. */
public final class CorruptBodyException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what and where. */
    public CorruptBodyException(String message) {
        super(message);
    }
}
