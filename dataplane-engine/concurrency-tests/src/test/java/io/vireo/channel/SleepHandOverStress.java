package io.vireo.channel;

import static io.vireo.channel.ChannelDescriptor.LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * Who goes to sleep while a message is being sent sees the message, or is rung: the order of steps is that of {@link Channel#commit} and {@link ChannelWaiter#sleep}.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "rung, and it saw the message")
@Outcome(id = "true, false", expect = Expect.ACCEPTABLE, desc = "rung")
@Outcome(id = "false, true", expect = Expect.ACCEPTABLE, desc = "it saw the message")
@Outcome(id = "false, false", expect = Expect.FORBIDDEN, desc = "asleep, with a message in the ring")
@State
public class SleepHandOverStress {
    private static final int CAPACITY = 4096;
    private static final long HEAD = CAPACITY;
    private static final long SLEEPING = CAPACITY + 128;

    private final MemorySegment memory = Arena.ofAuto().allocate(CAPACITY + 256, 8);
    private final RingProducer producer = new RingProducer(memory, 0, CAPACITY, HEAD);
    private final RingConsumer consumer = new RingConsumer(memory, 0, CAPACITY, HEAD);

    @Actor
    public void sends(ZZ_Result result) {
        producer.tryClaim(0);
        producer.commit(0, 0);
        VarHandle.fullFence();
        result.r1 = (long) LONG.getOpaque(memory, SLEEPING) != 0;
    }

    @Actor
    public void goesToSleep(ZZ_Result result) {
        LONG.setOpaque(memory, SLEEPING, 1L);
        VarHandle.fullFence();
        result.r2 = consumer.hasNext();
    }
}
