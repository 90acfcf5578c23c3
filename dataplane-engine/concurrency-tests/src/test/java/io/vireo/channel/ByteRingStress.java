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

/** A ring shows a record whole or not at all, and records in their order. */
@JCStressTest
@Outcome(id = "-1, -1", expect = Expect.ACCEPTABLE, desc = "nothing yet")
@Outcome(id = "1, -1", expect = Expect.ACCEPTABLE, desc = "the first record")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "both, in order")
@Outcome(expect = Expect.FORBIDDEN, desc = "a record without its bytes, or out of order")
@State
public class ByteRingStress {
    private static final int CAPACITY = 4096;
    private static final int HEAD_OFFSET = CAPACITY;

    private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY + 64, 8);
    private final RingProducer producer = new RingProducer(memory, 0, CAPACITY, HEAD_OFFSET);
    private final RingConsumer consumer = new RingConsumer(memory, 0, CAPACITY, HEAD_OFFSET);

    @Actor
    public void sends() {
        send(1);
        send(2);
    }

    private void send(long value) {
        long offset = producer.tryClaim(Long.BYTES);
        memory.set(ValueLayout.JAVA_LONG, offset, value);
        producer.commit(0, Long.BYTES);
    }

    @Actor
    public void takes(JJ_Result result) {
        result.r1 = take();
        result.r2 = result.r1 < 0 ? -1 : take();
        consumer.release();
    }

    private long take() {
        return consumer.next() == Long.BYTES ? memory.get(ValueLayout.JAVA_LONG, consumer.payloadOffset()) : -1;
    }
}
