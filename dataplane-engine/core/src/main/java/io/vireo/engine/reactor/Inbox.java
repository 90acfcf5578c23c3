package io.vireo.engine.reactor;

import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;

/**
 * What other reactors want done here: tasks that run on this reactor's thread, between its rounds. They are few (streams made, directories deleted) and bounded
 * by what clients have in flight, so the queue is not.
 */
final class Inbox {
    private static final int CHUNK = 64;

    private final MpscUnboundedVarHandleArrayQueue<Runnable> tasks = new MpscUnboundedVarHandleArrayQueue<>(CHUNK);
    private final Runnable wake;

    /** @param wake ends the sleep of the reactor; any thread */
    Inbox(Runnable wake) {
        this.wake = wake;
    }

    /** Has a task run here. Any thread. */
    void post(Runnable task) {
        tasks.offer(task);
        wake.run();
    }

    /** Runs what is there; how many. The reactor alone. */
    int drain() {
        return tasks.drain(Runnable::run);
    }
}
