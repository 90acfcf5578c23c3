package io.vireo.console.functions;

import io.vireo.console.page.Status;
import io.vireo.controlplane.FunctionState;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.editor.Glyph;

/** How the states of functions are shown. */
public final class FunctionStates {
    private FunctionStates() {}

    /** Shape and word of a state. */
    public static Status of(FunctionState state) {
        return switch (state) {
            case NOT_DEPLOYED -> new Status(Glyph.IDLE, "not deployed");
            case DEPLOYING -> new Status(Glyph.RUNNING, "deploying");
            case SERVING -> new Status(Glyph.OK, "serving");
            case DEGRADED -> new Status(Glyph.WARN, "degraded");
            case FAILED -> new Status(Glyph.ERROR, "failed");
            case UNKNOWN -> new Status(Glyph.OFF, "unknown");
        };
    }

    /** {@code v3}, or nothing. */
    public static String live(FunctionSummary function) {
        return function.liveVersion() == null ? "" : "v" + function.liveVersion();
    }
}
