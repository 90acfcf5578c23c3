package io.vireo.engine.secondary;

import io.vireo.engine.item.Key;
import io.vireo.engine.partition.IndexChange;
import java.util.List;

/** How changes reach the reactors that have what they are about. Threads: methods and callbacks on the reactor's own. */
public interface EntryDelivery {
    /** The reactor that has a key. */
    int reactorOf(Key key);

    /**
     * Sends changes, all of which a reactor has. What one reactor sends to another arrives in its order.
     *
     * @param done runs when all of them are durable
     */
    void deliver(int reactor, List<IndexChange> changes, Runnable done);
}
