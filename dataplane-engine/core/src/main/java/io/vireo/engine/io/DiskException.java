package io.vireo.engine.io;

import java.io.IOException;

/** An operation on a file that failed: which step of it, and why. Its message is the system's own text. */
public final class DiskException extends IOException {
    private static final long serialVersionUID = 1;

    /** What was being done. */
    public enum Step {
        /** Opening, making, renaming or removing. Nothing changed. */
        OPEN,
        /** Reading. The target holds anything. */
        READ,
        /** Writing. Any part of it may be in the file; nothing of what was forced before is harmed. */
        WRITE,
        /** Forcing. What of the writes since the last force is on the disk is not known, and a later force does not tell. */
        FORCE
    }

    /** Why it failed. */
    public enum Reason {
        /** No room, in the file system or in a quota. May pass. */
        FULL,
        /** The file ends before the bytes that were asked for. */
        ENDED,
        /** The file or the queue was closed. */
        CLOSED,
        /** The device, the file system or the system said no. */
        FAILED
    }

    private final Step step;
    private final Reason reason;

    /** The message is for people. */
    public DiskException(Step step, Reason reason, String message) {
        super(message);
        this.step = step;
        this.reason = reason;
    }

    /** What was being done. */
    public Step step() {
        return step;
    }

    /** Why it failed. */
    public Reason reason() {
        return reason;
    }
}
