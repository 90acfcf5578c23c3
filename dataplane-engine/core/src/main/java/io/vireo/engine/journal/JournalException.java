package io.vireo.engine.journal;

import java.io.IOException;

/** A log that must not be used: corrupt, of an unknown format, or of another engine. The message names file and offset. */
public final class JournalException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The message is for people. */
    public JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
