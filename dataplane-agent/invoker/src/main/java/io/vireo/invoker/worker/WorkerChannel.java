package io.vireo.invoker.worker;

import io.vireo.invoker.log.LogLine;

/**
 * The invoker's end of the rings to one worker.
 *
 * <p>Threads: the invoker's loop.
 */
public interface WorkerChannel {
    /** There is no room in the ring or the arena now. */
    long BACK_PRESSURED = -1;

    /** The event is longer than any room that this channel has. */
    long TOO_LONG = -2;

    /**
     * Writes an event into the ring.
     *
     * @return the position of the ring after it, or {@link #BACK_PRESSURED} or {@link #TOO_LONG}
     */
    long offer(Invocation invocation);

    /** Asks the worker to answer what is in its ring and to exit; false when there is no room. */
    boolean offerDrain();

    /** The position up to which the worker has taken events out. */
    long consumedPosition();

    /** Gives back the arena room of an event that is answered. */
    void release(Invocation invocation);

    /**
     * Takes up to {@code limit} messages of the worker.
     *
     * @return how many
     */
    int poll(Messages messages, int limit);

    /** Wakes the loop no more for what this worker says, until {@link #resume}. */
    void pause();

    /** Takes part in the loop's waiting again. */
    void resume();

    /** Whether the worker or its channel is gone. */
    boolean isClosed();

    /** Why it is closed, for people. */
    String closeReason();

    /** Ends the channel. */
    void close(String reason);

    /** What a worker says. */
    interface Messages {
        /**
         * It can take events.
         *
         * @param concurrency events that its handler works on at once
         */
        void onReady(int pid, String runtime, int concurrency);

        /** It cannot start: why, with a traceback. */
        void onFailed(String reason);

        /** An answer or a piece of one. */
        void onResponse(WorkerResponse response);

        /** A line for the function's log; version and worker are not set. */
        void onLogLine(LogLine line);
    }
}
