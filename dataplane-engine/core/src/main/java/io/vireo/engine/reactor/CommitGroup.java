package io.vireo.engine.reactor;

import java.util.ArrayList;
import java.util.List;

/** What waits for one commit. Used over and over. Threads: the reactor alone. */
final class CommitGroup {
    /** A body that got bytes which wait for the commit. */
    record Staged(Session session, long stageId) {}

    final HeldReplies held = new HeldReplies();
    final List<Staged> staged = new ArrayList<>();

    /** Writes that were acknowledged before they are durable. */
    int acknowledgedAhead;

    /** When the first of those was executed. */
    long sinceNs;

    /** Somebody waits for it who has no reply in it. */
    boolean isHurried;

    boolean isAwaited() {
        return isHurried || held.count() > 0 || !staged.isEmpty();
    }

    void clear() {
        held.clear();
        staged.clear();
        acknowledgedAhead = 0;
        isHurried = false;
    }
}
