package io.vireo.console.nodes;

import io.vireo.console.page.Status;
import io.vireo.controlplane.NodeDetail;
import io.vireo.controlplane.NodeSummary;
import io.vireo.editor.Glyph;

/** How the states of nodes and processes are shown. */
final class NodeStates {
    private NodeStates() {}

    static Status of(NodeSummary node) {
        return switch (node.state()) {
            case EXPECTED -> new Status(Glyph.OFF, "expected");
            case CONNECTED -> {
                if (node.refusedVersion() > 0) {
                    yield new Status(Glyph.ERROR, "refused " + node.refusedVersion());
                }
                yield node.wantedVersion() == node.appliedVersion()
                        ? new Status(Glyph.OK, "current")
                        : new Status(Glyph.RUNNING, "applying");
            }
            case SUSPECT -> new Status(Glyph.WARN, "silent");
            case LOST -> new Status(Glyph.ERROR, "lost");
            case REVOKED -> new Status(Glyph.DENIED, "revoked");
        };
    }

    static Status of(NodeDetail.Process process) {
        return switch (process.state()) {
            case UNKNOWN -> new Status(Glyph.OFF, "unknown");
            case STARTING -> new Status(Glyph.RUNNING, "starting");
            case READY -> new Status(Glyph.OK, "ready");
            case BACKING_OFF -> new Status(Glyph.WARN, "restarting");
            case STOPPED -> new Status(Glyph.IDLE, "stopped");
        };
    }
}
