package io.vireo.engine.reactor;

import io.vireo.engine.journal.Journal;
import java.util.ArrayList;
import java.util.List;

/** What waits for one commit. Used over and over. Threads: the reactor alone. */
final class CommitGroup {
    /** A body that got bytes which wait for the commit. */
    record Staged(Session session, long stageId) {}

    /** What a commit may come to, for one who waits for it. */
    @FunctionalInterface
    interface Ending {
        /** @param outcome of the commit; unless it is durable, what was applied has been taken back */
        void ended(Journal.Outcome outcome);
    }

    final HeldReplies held = new HeldReplies();
    final List<Staged> staged = new ArrayList<>();
    final List<Ending> endings = new ArrayList<>();

    /** Writes that were acknowledged before they are durable. */
    int acknowledgedAhead;

    /** When the first of those was executed. */
    long sinceNs;

    /** Somebody waits for it who has no reply in it. */
    boolean isHurried;

    boolean isAwaited() {
        return isHurried || held.count() > 0 || !staged.isEmpty() || !endings.isEmpty();
    }

    /** Tells those who wait for the commit what it came to. */
    void end(Journal.Outcome outcome) {
        for (int i = 0; i < endings.size(); i++) {
            endings.get(i).ended(outcome);
        }
        endings.clear();
    }

    void clear() {
        held.clear();
        staged.clear();
        acknowledgedAhead = 0;
        isHurried = false;
    }
}
