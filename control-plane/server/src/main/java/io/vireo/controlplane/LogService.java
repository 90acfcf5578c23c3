package io.vireo.controlplane;

import java.util.List;
import java.util.UUID;

/**
 * What functions write, read through the tenant's gateway with a short-lived credential of the current principal. Needs
 * {@code function:ReadLogs} on {@code function/NAME}.
 */
public interface LogService {

    /**
     * Lines of a function's log, oldest first.
     *
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}, {@code GATEWAY_UNAVAILABLE}, {@code GATEWAY_FAILED}
     */
    List<LogLine> read(UUID tenantId, String function, LogQuery query);

    /**
     * Starts to follow a function's log on a thread of its own. The credential is that of the principal who is current
     * now; it is renewed while the tail is open and the principal may still read the log.
     *
     * @param listener called by one thread at a time; a slow listener slows only its own tail
     * @return to be closed by the caller; closing twice is harmless
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}
     */
    Tail follow(UUID tenantId, String function, LogQuery query, Listener listener);

    /** A running tail. */
    interface Tail extends AutoCloseable {
        @Override
        void close();
    }

    /** Receives a tail. */
    interface Listener {

        /** The gateway answers: lines follow as they are written. Called again after each interruption. */
        void connected();

        /** Lines, oldest first, at least one. */
        void lines(List<LogLine> lines);

        /** Nothing was written for about ten seconds; what a server-sent event stream uses to keep its connection. */
        void idle();

        /** The gateway is away; the tail goes on by itself after the last line that was delivered. */
        void interrupted(String reason);

        /**
         * This process stops, and the tail with it. Whoever serves the tail to a client ends the answer, so that the client
         * comes back to the next process; nothing waits for an answer that never ends.
         */
        void stopping();

        /** The tail is over and will not come back: it was refused. Not called after {@link Tail#close()}. */
        void ended(ControlPlaneException reason);
    }
}
