package io.vireo.engine.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.journal.LogPosition;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FeedPositionsTest {
    private final FeedPositions positions = new FeedPositions(0x1234_5678_9abc_def0L);

    @Property(tries = 100)
    void givesBackWhatItWasGiven(
            @ForAll @IntRange(min = 0) int segment,
            @ForAll @IntRange(min = 0) int frame,
            @ForAll @IntRange(min = 0) int record,
            @ForAll long sequence,
            @ForAll @IntRange(min = 0, max = 4_095) int partition) {
        LogPosition position = new LogPosition(segment, frame, record, sequence);

        byte[] encoded = positions.encode(partition, position);

        assertThat(encoded).hasSize(FeedPositions.LENGTH);
        assertThat(positions.decode(partition, encoded)).isEqualTo(position);
    }

    @Property(tries = 200)
    void takesNoneOfWhichABitIsAnother(
            @ForAll @IntRange(min = 0, max = 8 * FeedPositions.LENGTH - 1) int bit,
            @ForAll @IntRange(min = 0, max = 1 << 20) int record) {
        byte[] encoded = positions.encode(1, new LogPosition(3, 64, record, 9));
        encoded[bit / 8] ^= (byte) (1 << bit % 8);

        assertThatThrownBy(() -> positions.decode(1, encoded)).isInstanceOf(InvalidRequestException.class);
    }

    @Property(tries = 20)
    void takesNoneOfAnotherPartitionOrAnotherLog(@ForAll @IntRange(min = 0, max = 100) int partition) {
        byte[] encoded = positions.encode(partition, LogPosition.startOf(0));

        assertThatThrownBy(() -> positions.decode(partition + 1, encoded))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("field=position");
        assertThatThrownBy(() -> new FeedPositions(1).decode(partition, encoded))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Property(tries = 50)
    void takesNoneOfAnotherLength(@ForAll byte[] bytes) {
        if (bytes.length != FeedPositions.LENGTH) {
            assertThatThrownBy(() -> positions.decode(0, bytes)).isInstanceOf(InvalidRequestException.class);
        }
    }
}
