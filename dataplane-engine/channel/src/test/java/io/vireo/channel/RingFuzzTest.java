package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Rings whose other end is hostile. The input is what happens, one step after the other: the peer writes a word to the ring that we read or to its head
 * of the ring that we write, or we read, give room back, or write. We never touch what is not the ring's, and never go back.
 *
 * <pre>
 *   step      byte what: 0 word to the ring, 1 head, 2 read, 3 give back, 4 write
 *   0, 4      then u16: where, how long        0, 1   then i64: the word
 * </pre>
 */
class RingFuzzTest extends FuzzTest {
    private static final int CAPACITY = ChannelDescriptor.MIN_RING_CAPACITY;
    private static final int GUARD = 256;
    private static final int READ_HEAD = 0;
    private static final int WRITTEN_HEAD = 128;
    private static final long READ = GUARD;
    private static final long WRITTEN = READ + CAPACITY + GUARD;
    private static final long LENGTH = WRITTEN + CAPACITY + GUARD;

    private static final int WORD = 0;
    private static final int HEAD = 1;
    private static final int NEXT = 2;
    private static final int RELEASE = 3;
    private static final int OFFER = 4;

    private final MemorySegment memory = Arena.ofAuto().allocate(LENGTH, 8);

    @Override
    protected int executions() {
        return 30_000;
    }

    @Override
    protected void check(byte[] input) {
        memory.fill((byte) 0);
        RingConsumer consumer = new RingConsumer(memory, READ, CAPACITY, READ_HEAD);
        RingProducer producer = new RingProducer(memory, WRITTEN, CAPACITY, WRITTEN_HEAD);
        boolean isReadable = true;
        ByteBuffer steps = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
        while (steps.remaining() > 10) {
            switch (steps.get() % 5) {
                case WORD -> memory.set(ValueLayout.JAVA_LONG, READ + wordOf(steps.getShort()), steps.getLong());
                case HEAD -> memory.set(ValueLayout.JAVA_LONG, WRITTEN_HEAD, steps.getLong());
                case NEXT -> isReadable = isReadable && read(consumer);
                case RELEASE -> release(consumer);
                default -> write(producer, Short.toUnsignedInt(steps.getShort()));
            }
        }
        assertThat(isZero(READ - 64, READ)).isTrue();
        assertThat(isZero(READ + CAPACITY, WRITTEN)).isTrue();
        assertThat(isZero(WRITTEN + CAPACITY, LENGTH)).isTrue();
    }

    /** False when the peer broke the rules, after which nobody reads on. */
    private boolean read(RingConsumer consumer) {
        boolean wasThere = consumer.hasNext();
        int length = consumer.next();
        if (length < 0) {
            assertThat(length).isEqualTo(wasThere ? RingConsumer.VIOLATED : RingConsumer.NOTHING);
            return !wasThere;
        }
        assertThat(wasThere).isTrue();
        assertThat(length).isLessThanOrEqualTo(RingProducer.maxPayloadLength(CAPACITY));
        assertThat(consumer.payloadOffset()).isGreaterThan(READ);
        assertThat(consumer.payloadOffset() + ((length + 7) & ~7))
                .isLessThanOrEqualTo(READ + CAPACITY); // read in words
        return true;
    }

    private void release(RingConsumer consumer) {
        long before = memory.get(ValueLayout.JAVA_LONG, READ_HEAD);
        consumer.release();
        assertThat(memory.get(ValueLayout.JAVA_LONG, READ_HEAD)).isGreaterThanOrEqualTo(before);
    }

    private void write(RingProducer producer, int wanted) {
        int length = wanted % (RingProducer.maxPayloadLength(CAPACITY) + 1);
        long tail = producer.tail();
        long claimed = producer.tryClaim(length);
        if (claimed < 0) {
            assertThat(claimed).isIn((long) RingProducer.BACK_PRESSURED, (long) RingProducer.VIOLATED);
            return;
        }
        assertThat(claimed).isGreaterThan(WRITTEN);
        memory.asSlice(claimed, length).fill((byte) 1);
        assertThat(claimed + length).isLessThanOrEqualTo(WRITTEN + CAPACITY);
        producer.commit(1, length);
        assertThat(producer.tail()).isGreaterThan(tail);
        assertThat(producer.consumedPosition()).isBetween(0L, producer.tail());
    }

    private boolean isZero(long from, long to) {
        for (long at = from; at < to; at += 8) {
            if (memory.get(ValueLayout.JAVA_LONG, at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static long wordOf(short at) {
        return Short.toUnsignedInt(at) % CAPACITY & ~7;
    }

    @Override
    protected List<byte[]> seeds() {
        Steps records = new Steps();
        for (int i = 0; i < 4; i++) {
            records.word(i * 24, 24).step(NEXT);
        }
        Steps wrapped = new Steps();
        for (int offset = 0; offset < CAPACITY - 1024; offset += 1024) {
            wrapped.word(offset, 1024).step(NEXT).step(RELEASE);
        }
        wrapped.word(3072, 0xFFFF_FFFFL).word(0, 16).step(NEXT).step(RELEASE);
        Steps written = new Steps();
        for (int i = 1; i < 9; i++) {
            written.offer(1000).head(i * 1008L);
        }
        return List.of(records.bytes(), wrapped.bytes(), written.bytes());
    }

    /** Puts an input together; a step takes eleven bytes at least, as the reader wants to see so many. */
    private static final class Steps {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Steps step(int what) {
            bytes.write(what);
            return this;
        }

        Steps word(int at, long header) {
            step(WORD);
            bytes.writeBytes(ByteBuffer.allocate(10)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putShort((short) at)
                    .putLong(header)
                    .array());
            return this;
        }

        Steps head(long position) {
            step(HEAD);
            bytes.writeBytes(ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(position)
                    .array());
            return this;
        }

        Steps offer(int length) {
            step(OFFER);
            bytes.write(length);
            bytes.write(length >> 8);
            return this;
        }

        byte[] bytes() {
            bytes.writeBytes(new byte[11]);
            return bytes.toByteArray();
        }
    }
}
