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

/** Room that the consumer has given back is written over only after the consumer has read it. */
@JCStressTest
@Outcome(
        id = "1, .*",
        expect = Expect.ACCEPTABLE,
        desc = "what was sent first, whether the producer found room again or not")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record that was written over while it was read")
@State
public class RingReuseStress {
    private static final int CAPACITY = 4096;
    private static final int HEAD_OFFSET = CAPACITY;
    private static final int LENGTH = RingProducer.maxPayloadLength(CAPACITY);

    private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY + 64, 8);
    private final RingProducer producer = new RingProducer(memory, 0, CAPACITY, HEAD_OFFSET);
    private final RingConsumer consumer = new RingConsumer(memory, 0, CAPACITY, HEAD_OFFSET);

    /** A ring that is full: the next record needs the room of the first. */
    public RingReuseStress() {
        while (send(1)) {
            // until there is no room
        }
    }

    private boolean send(long value) {
        long offset = producer.tryClaim(LENGTH);
        if (offset < 0) {
            return false;
        }
        memory.set(ValueLayout.JAVA_LONG, offset, value);
        producer.commit(0, LENGTH);
        return true;
    }

    @Actor
    public void sendsAgain(JJ_Result result) {
        result.r2 = send(2) ? 1 : 0;
    }

    @Actor
    public void takes(JJ_Result result) {
        consumer.next();
        result.r1 = memory.get(ValueLayout.JAVA_LONG, consumer.payloadOffset());
        consumer.release();
    }
}
