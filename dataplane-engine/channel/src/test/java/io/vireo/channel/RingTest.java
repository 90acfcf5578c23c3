package io.vireo.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final int CAPACITY = 4096;
    private static final long HEAD_OFFSET = 0;
    private static final long START = 128;

    private final MemorySegment memory = Arena.ofAuto().allocate(START + CAPACITY, 128);
    private final RingProducer producer = new RingProducer(memory, START, CAPACITY, HEAD_OFFSET);
    private final RingConsumer consumer = new RingConsumer(memory, START, CAPACITY, HEAD_OFFSET);

    /** @return false when back-pressured */
    private boolean offer(int kind, int length, byte content) {
        long at = producer.tryClaim(length);
        if (at == RingProducer.BACK_PRESSURED) {
            return false;
        }
        memory.asSlice(at, length).fill(content);
        producer.commit(kind, length);
        return true;
    }

    private void scribbleHeader(long position, long header) {
        memory.set(ValueLayout.JAVA_LONG, START + (position & (CAPACITY - 1)), header);
    }

    @Nested
    class Offer {

        @Test
        void isBackPressuredWhenFullAndKeepsWhatIsThere() {
            int count = 0;
            while (offer(count, 56, (byte) count)) {
                count++;
            }

            assertThat(count).isEqualTo(CAPACITY / 64 - 1); // a record is 64 bytes, and 8 stay free
            for (int i = 0; i < count; i++) {
                assertThat(consumer.next()).isEqualTo(56);
                assertThat(consumer.kind()).isEqualTo(i);
                assertThat(memory.get(ValueLayout.JAVA_BYTE, consumer.payloadOffset() + 55))
                        .isEqualTo((byte) i);
            }
            assertThat(consumer.next()).isEqualTo(RingConsumer.NOTHING);
        }

        @Test
        void acceptsRecordsThatFillTheRingButForTheWordAfterThem() {
            for (int i = 0; i < 3; i++) {
                assertThat(offer(i, 1016, (byte) i)).isTrue(); // 1024 each
            }
            assertThat(offer(3, 1016, (byte) 3)).isFalse(); // would leave no word after it
            assertThat(offer(3, 1008, (byte) 3)).isTrue(); // leaves exactly that word
            assertThat(offer(4, 0, (byte) 4)).isFalse();

            for (int i = 0; i < 4; i++) {
                assertThat(consumer.next()).isPositive();
                assertThat(consumer.kind()).isEqualTo(i);
            }
            assertThat(consumer.next()).isEqualTo(RingConsumer.NOTHING);
        }

        @Test
        void goesOnWhereARecordEndsExactlyAtTheEndOfTheRing() {
            for (int i = 0; i < 4; i++) {
                assertThat(offer(i, 1016, (byte) i)).isTrue();
                assertThat(consumer.next()).isEqualTo(1016);
                consumer.release();
            }

            assertThat(offer(9, 8, (byte) 9)).isTrue();
            assertThat(consumer.next()).isEqualTo(8);
            assertThat(consumer.payloadOffset()).isEqualTo(START + 8);
        }

        @Test
        void takesAnEmptyPayload() {
            assertThat(offer(-7, 0, (byte) 0)).isTrue();

            assertThat(consumer.next()).isZero();
            assertThat(consumer.kind()).isEqualTo(-7);
        }

        @Test
        void refusesMoreThanAQuarterOfTheRing() {
            assertThat(RingProducer.maxPayloadLength(CAPACITY)).isEqualTo(1016);
            assertThatThrownBy(() -> producer.tryClaim(1017)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> producer.tryClaim(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }

        @Test
        void publishesNothingThatWasAborted() {
            producer.tryClaim(100);
            memory.fill((byte) 0xFF); // whatever the writer left there
            memory.set(ValueLayout.JAVA_LONG, HEAD_OFFSET, 0);
            producer.abort();

            assertThat(consumer.next()).isEqualTo(RingConsumer.NOTHING);
            offer(1, 4, (byte) 1);
            assertThat(consumer.next()).isEqualTo(4);
            assertThat(consumer.next()).isEqualTo(RingConsumer.NOTHING);
        }

        @Test
        void publishesLessThanWasClaimed() {
            producer.tryClaim(1000);
            producer.commit(1, 10);
            offer(2, 20, (byte) 2);

            assertThat(consumer.next()).isEqualTo(10);
            assertThat(consumer.next()).isEqualTo(20);
        }

        @Test
        void refusesAHeadThatThePeerCannotHave() {
            while (offer(1, 1000, (byte) 1)) {}
            for (long head : new long[] {-8, 4, producer.tail() + 8, Long.MAX_VALUE}) {
                memory.set(ValueLayout.JAVA_LONG, HEAD_OFFSET, head);

                assertThat(producer.tryClaim(1000)).as("head=%d", head).isEqualTo(RingProducer.VIOLATED);
            }
        }
    }

    @Nested
    class Next {

        @Test
        void returnsRecordsInOrderAcrossManyWraps() {
            long seed = 20261123;
            SplittableRandom random = new SplittableRandom(seed);
            List<String> expected = new ArrayList<>();
            List<String> actual = new ArrayList<>();
            for (int i = 0; i < 50_000; i++) {
                int length = random.nextInt(1017);
                byte content = (byte) random.nextInt();
                while (!offer(i, length, content)) {
                    take(actual, random.nextInt(1, 6));
                }
                expected.add(i + " " + length + " " + (length == 0 ? 0 : content));
            }
            take(actual, Integer.MAX_VALUE);

            assertThat(actual).as("seed=%d", seed).isEqualTo(expected);
        }

        private void take(List<String> into, int limit) {
            for (int i = 0, length; i < limit && (length = consumer.next()) != RingConsumer.NOTHING; i++) {
                byte first = length == 0 ? 0 : memory.get(ValueLayout.JAVA_BYTE, consumer.payloadOffset());
                byte last = length == 0 ? 0 : memory.get(ValueLayout.JAVA_BYTE, consumer.payloadOffset() + length - 1);
                assertThat(first).isEqualTo(last);
                into.add(consumer.kind() + " " + length + " " + first);
            }
            consumer.release();
        }

        @Test
        void refusesALengthThatNoRecordHas() {
            for (int length : new int[] {1, 7, -2, 1025, CAPACITY, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                scribbleHeader(0, Integer.toUnsignedLong(length));

                assertThat(consumer.next()).as("length=%d", length).isEqualTo(RingConsumer.VIOLATED);
            }
        }

        @Test
        void refusesARecordThatPassesTheEndOfTheRing() {
            for (int i = 0; i < 3; i++) {
                offer(i, 1016, (byte) 0);
                consumer.next();
            }
            offer(3, 504, (byte) 0);
            consumer.next();
            scribbleHeader(3 * 1024 + 512, 8 + 1000);

            assertThat(consumer.next()).isEqualTo(RingConsumer.VIOLATED);
        }

        @Test
        void refusesPaddingThatLeadsNowhere() {
            scribbleHeader(0, 0xFFFF_FFFFL);
            assertThat(consumer.next()).isEqualTo(RingConsumer.VIOLATED);

            offer(1, 8, (byte) 1);
            consumer.next();
            scribbleHeader(16, 0xFFFF_FFFFL);
            scribbleHeader(0, 0);
            assertThat(consumer.next()).isEqualTo(RingConsumer.VIOLATED);
        }
    }
}
