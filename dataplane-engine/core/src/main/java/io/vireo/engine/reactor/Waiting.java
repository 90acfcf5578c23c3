package io.vireo.engine.reactor;

import io.vireo.engine.item.Key;
import io.vireo.engine.store.Fetched;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Requests that cannot be executed yet, in the order in which they came. What writes is not overtaken by what is about the same keys. Threads: the reactor
 * alone.
 */
final class Waiting {
    /**
     * @param keys that it would write; none of a read
     * @param commit that must have ended before; 0: none
     * @param intent that it waits for, and all before that: one that locks what it reads; 0: none
     * @param parents paths of it below which another reactor has said that it has something
     * @param fetched records that were, or are being, read for it
     */
    record Request(
            Session session,
            byte[] message,
            List<Key> keys,
            long commit,
            long intent,
            Set<Key> parents,
            Fetched fetched) {}

    private List<Request> requests = new ArrayList<>();
    private final Set<Key> written = new HashSet<>();
    private final Set<Session> writers = new HashSet<>();

    void add(Request request) {
        requests.add(request);
        if (!request.keys().isEmpty()) {
            written.addAll(request.keys());
            writers.add(request.session());
        }
    }

    /** Whether a write of one of these keys waits. */
    boolean writes(List<Key> keys) {
        if (!written.isEmpty()) {
            for (Key key : keys) {
                if (written.contains(key)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a write waits. */
    boolean hasWrite() {
        return !written.isEmpty();
    }

    /** Whether a write of this client waits. */
    boolean hasWriteOf(Session session) {
        return writers.contains(session);
    }

    /** Takes all of them out, oldest first. */
    List<Request> takeAll() {
        List<Request> all = requests;
        requests = new ArrayList<>();
        written.clear();
        writers.clear();
        return all;
    }

    boolean isEmpty() {
        return requests.isEmpty();
    }
}
