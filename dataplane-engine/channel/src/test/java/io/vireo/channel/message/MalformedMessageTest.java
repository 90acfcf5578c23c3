package io.vireo.channel.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.capnp.TextListReader;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/** Messages made to cost more than they are long. What any bytes at all do is the business of {@link MessageFuzzTest}. */
class MalformedMessageTest {
    private static final int CAPACITY = 8192;

    /** No slack behind the message: a read past its end fails the test. */
    private final MemorySegment buffer = Arena.ofAuto().allocate(CAPACITY, 8);

    @Test
    void aShortMessageCannotDescribeEndlessData() {
        int count = 400;
        ValueWriter value = new ValueWriter().wrap(buffer, 0, CAPACITY);
        value.initTextSet(count).set(0, "x".repeat(4000));
        int length = value.finish();
        long pointers = 40; // after the frame, the root pointer and the root
        long text = pointers + 8L * count;
        for (int i = 1; i < count; i++) {
            long offsetWords = (text - (pointers + 8L * i) - 8) / 8;
            buffer.set(ValueLayout.JAVA_LONG, pointers + 8L * i, offsetWords << 2 | 1 | 2L << 32 | 4001L << 35);
        }

        TextListReader texts = new ValueReader().wrap(buffer, 0, length).textSet();

        assertThat(texts.get(1)).hasSize(4000);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < count; i++) {
                        texts.bytes(i);
                    }
                })
                .isInstanceOf(MalformedMessageException.class)
                .hasMessageContaining("more data than it may");
    }

    @Test
    void listsOfNothingCostWhatTheyCount() {
        int length = new ValueWriter().wrap(buffer, 0, CAPACITY).setNull().finish();
        buffer.set(ValueLayout.JAVA_SHORT, 16, (short) ValueWhich.LIST.number());
        buffer.set(ValueLayout.JAVA_LONG, 32, 1 | (long) ((1 << 29) - 1) << 35); // half a billion elements of no bytes

        ValueReader reader = new ValueReader().wrap(buffer, 0, length);

        assertThatThrownBy(reader::list).isInstanceOf(MalformedMessageException.class);
    }
}
