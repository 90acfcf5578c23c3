package io.vireo.controlplane;

/** The state of the whole for the home page, for {@code status} and for whoever watches the process. */
public interface PlatformService {

    /** What the current principal may know about the platform; any signed-in principal may ask. */
    PlatformStatus status();

    /** Whether the control plane itself works; needs no principal. Asks the database, waits at most one second. */
    PlatformHealth health();
}
