package io.vireo.simulation.world;

/** The machine stops here: nothing after it happens. An error, so that no engine code takes it for a failure of the disk. */
public final class PowerLoss extends Error {
    private static final long serialVersionUID = 1L;

    PowerLoss() {
        super("power is lost", null, false, false);
    }
}
