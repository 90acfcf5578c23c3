package io.vireo.engine.reactor;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Tasks that two reactors post to a third run once each, and see what was written before they were posted. */
@JCStressTest
@Outcome(id = "3, 2", expect = Expect.ACCEPTABLE, desc = "both ran, and each woke")
@Outcome(expect = Expect.FORBIDDEN, desc = "a task is lost, runs twice, or sees old values")
@State
public class InboxStress {
    private final java.util.concurrent.atomic.AtomicInteger wakes = new java.util.concurrent.atomic.AtomicInteger();
    private final Inbox inbox = new Inbox(wakes::incrementAndGet);
    private int first;
    private int second;
    private int sum;

    @Actor
    public void posts() {
        first = 1;
        inbox.post(() -> sum += first);
    }

    @Actor
    public void postsToo() {
        second = 2;
        inbox.post(() -> sum += second);
    }

    @Arbiter
    public void drains(II_Result result) {
        inbox.drain();
        result.r1 = sum;
        result.r2 = wakes.get();
    }
}
