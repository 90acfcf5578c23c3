package io.vireo.gateway;

/** Where calls of functions go, once their caller is known and allowed. */
public interface FunctionDoor {

    /**
     * Takes a call. Runs on an event loop of the gateway and must not block; the answer may come from any thread.
     *
     * <p>Every call is answered exactly once, even when it was cancelled: until then the gateway holds its room.
     */
    void call(FunctionCall call, FunctionAnswer answer);
}
