package io.vireo.gateway;

/** Where readers of a function's log go, once they are known and allowed. */
public interface LogDoor {

    /**
     * Answers with log lines. Runs on an event loop of the gateway and must not block; lines may come from any thread.
     */
    void tail(LogQuery query, LogAnswer answer);
}
