package io.vireo.gateway;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Where the answer of a function goes: either one {@link #respond}, or {@link #begin}, any number of {@link #write}, and {@link
 * #end}. After a {@link #begin}, {@link #abort} cuts the connection, so that a half answer is never taken for a whole one.
 *
 * <p>Threads: any, one call at a time. Buffers are copied before the method returns. Calls after the client went away do nothing.
 */
public interface FunctionAnswer {

    /**
     * A whole answer.
     *
     * @param status 200 to 599
     * @param headers of the function; those of the connection and of the length are the gateway's and are left out
     */
    void respond(int status, List<Header> headers, ByteBuffer body);

    /** The head of an answer whose body follows in pieces. */
    void begin(int status, List<Header> headers);

    /** A piece of the body. See {@link #isWritable}. */
    void write(ByteBuffer chunk);

    /** The end of an answer that was begun. */
    void end();

    /** Gives up an answer that was begun. */
    void abort(String reason);

    /** Whether the client keeps up. When it does not, wait for {@link #onWritable} before the next {@link #write}. */
    boolean isWritable();

    /** Runs this once, on an event loop: at once if the client keeps up, otherwise when it does again or is gone. */
    void onWritable(Runnable action);

    /** Whether nobody waits for the answer any more. */
    boolean isCancelled();

    /** Runs this once, on an event loop, when the client goes away before the answer ended; at once if it is gone. */
    void onCancel(Runnable action);
}
