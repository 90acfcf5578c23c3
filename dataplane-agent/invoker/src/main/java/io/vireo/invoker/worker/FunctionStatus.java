package io.vireo.invoker.worker;

/**
 * How one version of a function is.
 *
 * @param name of the function
 * @param version of the function
 * @param state where it is on its way
 * @param message why it is not further: a traceback when it failed; empty: nothing to say
 * @param workersReady that take events
 * @param workersWanted in all
 */
public record FunctionStatus(
        String name, int version, State state, String message, int workersReady, int workersWanted) {

    /** The names are those of the agent's protocol. */
    public enum State {
        /** Its workers are being started; an earlier version, if there is one, serves. */
        STARTING_WORKERS,
        /** It takes the calls. */
        SERVING,
        /** It could not be started; an earlier version, if there is one, goes on serving. */
        FAILED
    }
}
