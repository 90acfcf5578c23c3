package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.engine.item.Key;
import io.vireo.engine.store.SegmentUse;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntentsTest {
    private static final Key CHECKED = Key.of(1, "checked");
    private static final Key OTHER = Key.of(1, "other");
    private static final TransactionId FIRST = new TransactionId(0, 1);
    private static final TransactionId SECOND = new TransactionId(0, 2);

    private final Intents intents = new Intents(new SegmentUse());

    @Test
    void lockWhatATransactionReliesOnAgainstWritesAndNotAgainstReads() {
        intents.relyOn(FIRST, List.of(CHECKED));

        assertThat(intents.isEmpty()).isFalse();
        assertThat(intents.firstLocked(List.of(OTHER, CHECKED))).isEqualTo(CHECKED);
        assertThat(intents.firstLocked(List.of(OTHER))).isNull();
        assertThat(intents.isLocked(CHECKED, Long.MAX_VALUE)).isFalse();
        assertThat(intents.isLockedBelow(Key.of(1, ""), Long.MAX_VALUE)).isFalse();
    }

    @Test
    void freeWhatATransactionReliedOnWhenItIsDecidedAndNothingElse() {
        intents.relyOn(FIRST, List.of(CHECKED));
        intents.relyOn(SECOND, List.of(OTHER));

        intents.endReliance(FIRST);

        assertThat(intents.firstLocked(List.of(CHECKED))).isNull();
        assertThat(intents.firstLocked(List.of(OTHER))).isEqualTo(OTHER);
        intents.endReliance(SECOND);
        assertThat(intents.isEmpty()).isTrue();
    }
}
