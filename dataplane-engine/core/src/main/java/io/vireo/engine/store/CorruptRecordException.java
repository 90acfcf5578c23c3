package io.vireo.engine.store;

/** Stored bytes that fail their checksum, or cannot be read. The message names the item and the place. */
public final class CorruptRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The message is for people. */
    public CorruptRecordException(String message) {
        super(message);
    }
}
