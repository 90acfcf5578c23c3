package io.vireo.supervision;

/** Where a supervised process stands. */
public enum ProcessState {
    /** Started or adopted; its readiness probe has not passed yet. */
    STARTING,
    /** Its readiness probe has passed. */
    READY,
    /** Ended, or could not be started; will be started again. */
    BACKING_OFF,
    /** Ended for good: on request, or because it is not one that is restarted. */
    STOPPED
}
