package io.vireo.channel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A body in the arena is there when the message that names it is, and the answer's body when the answer is. */
@JCStressTest
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "no message yet")
@Outcome(id = "7, -1", expect = Expect.ACCEPTABLE, desc = "the body, and no answer yet")
@Outcome(id = "7, 8", expect = Expect.ACCEPTABLE, desc = "both bodies")
@Outcome(expect = Expect.FORBIDDEN, desc = "a message whose body is not there")
@State
public class ArenaHandOverStress {
    private static final int CAPACITY = 4096;
    private static final long ANSWER_RING = CAPACITY;
    private static final long HEADS = 2L * CAPACITY;
    private static final long BODY = HEADS + 512;

    private final MemorySegment memory = Arena.ofAuto().allocate(BODY + 64, 8);
    private final RingProducer requests = new RingProducer(memory, 0, CAPACITY, HEADS);
    private final RingConsumer requestsTaken = new RingConsumer(memory, 0, CAPACITY, HEADS);
    private final RingProducer answers = new RingProducer(memory, ANSWER_RING, CAPACITY, HEADS + 128);
    private final RingConsumer answersTaken = new RingConsumer(memory, ANSWER_RING, CAPACITY, HEADS + 128);

    @Actor
    public void client(JJ_Result result) {
        memory.set(ValueLayout.JAVA_LONG, BODY, 7);
        requests.tryClaim(0);
        requests.commit(0, 0);
        result.r2 = answersTaken.next() < 0 ? -1 : memory.get(ValueLayout.JAVA_LONG, BODY);
    }

    @Actor
    public void engine(JJ_Result result) {
        result.r1 = -1;
        if (requestsTaken.next() >= 0) {
            result.r1 = memory.get(ValueLayout.JAVA_LONG, BODY);
            memory.set(ValueLayout.JAVA_LONG, BODY, 8);
            answers.tryClaim(0);
            answers.commit(0, 0);
        }
    }
}
