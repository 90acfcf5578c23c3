package io.vireo.gateway;

/**
 * Where log lines go: any number of {@link #line}, then {@link #end}; or one {@link #refuse} before the first line.
 *
 * <p>Threads: any, one call at a time. Calls after the reader went away do nothing.
 */
public interface LogAnswer {

    /** One line: a JSON object in UTF-8, without the line break. Copied before the method returns. See {@link #isWritable}. */
    void line(byte[] json);

    /** No more lines. */
    void end();

    /** There is no such log, or it cannot be read now. */
    void refuse(int status, String message);

    /** Whether the reader keeps up. When it does not, wait for {@link #onWritable} before the next {@link #line}. */
    boolean isWritable();

    /** Runs this once, on an event loop: at once if the reader keeps up, otherwise when it does again or is gone. */
    void onWritable(Runnable action);

    /** Whether the reader is gone. */
    boolean isCancelled();

    /** Runs this once, on an event loop, when the reader goes away before the end; at once if it is gone. */
    void onCancel(Runnable action);
}
