package io.vireo.channel.capnp;

/**
 * A message does not fit the buffer that it is written to. What was written so far is no message.
 *
 * <p>Has no stack trace: a caller may meet it in its normal course, and answer it with a larger buffer or a shorter message.
 */
public final class MessageTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final long neededLength;

    MessageTooLongException(long neededLength, long capacity) {
        super("message is too long: needed>=%d capacity=%d".formatted(neededLength, capacity), null, false, false);
        this.neededLength = neededLength;
    }

    /** Length in bytes that would have held the message up to the object that did not fit: a lower bound. */
    public long neededLength() {
        return neededLength;
    }
}
