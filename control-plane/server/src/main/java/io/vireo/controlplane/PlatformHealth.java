package io.vireo.controlplane;

import java.util.List;

/**
 * Whether the control plane can do its work, for whoever watches the process; says nothing that needs a credential.
 *
 * @param isReady it answers
 * @param missing what it lacks, such as {@code database}; empty when ready
 */
public record PlatformHealth(boolean isReady, List<String> missing) {
    /** Copies the list. */
    public PlatformHealth {
        missing = List.copyOf(missing);
    }
}
