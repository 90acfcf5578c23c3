package io.vireo.engine.checkpoint;

import java.io.IOException;

/** A checkpoint that must not be used. The message names file, block and offset. */
public final class CheckpointException extends IOException {
    private static final long serialVersionUID = 1;

    CheckpointException(String message) {
        super(message);
    }
}
