package io.vireo.invoker.worker;

import io.vireo.invoker.config.FunctionConfig;

/** Where processes for workers come from. Both methods return at once. */
public interface WorkerHost {

    /**
     * Asks for a process.
     *
     * @param worker id, unique in this process
     * @param index of the worker within its function, from 0
     * @param token that the process may open its channel with, once; Base64
     */
    void start(String worker, int index, FunctionConfig function, String token);

    /**
     * Asks for the end of a process.
     *
     * @param reason for people
     * @param kill at once, without a chance to finish
     */
    void stop(String worker, String reason, boolean kill);
}
