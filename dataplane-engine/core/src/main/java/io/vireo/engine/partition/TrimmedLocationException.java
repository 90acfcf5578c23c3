package io.vireo.engine.partition;

/** A place in a shard whose records retention has let go. */
public final class TrimmedLocationException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long first;

    TrimmedLocationException(long first, String message) {
        super(message, null, false, false);
        this.first = first;
    }

    /** Of the first record that is still there, or will be next. */
    public long first() {
        return first;
    }
}
