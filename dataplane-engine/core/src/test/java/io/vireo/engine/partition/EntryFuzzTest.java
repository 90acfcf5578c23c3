package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.fuzz.FuzzTest;
import io.vireo.channel.message.ItemKind;
import io.vireo.engine.index.IndexEntry;
import io.vireo.engine.io.ByteWriter;
import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Body;
import io.vireo.engine.item.Extent;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import java.util.List;

/**
 * Entries of the journal behind a good checksum, as nobody should have written them: read as entries that lie one behind the other and fill their record, or an {@link
 * IllegalStateException}; nothing else ever happens.
 */
class EntryFuzzTest extends FuzzTest {
    private static final long LOCATION = 7L << 32 | 4_096;

    @Override
    protected int executions() {
        return 20_000;
    }

    @Override
    protected void check(byte[] input) {
        try {
            long next = LOCATION;
            for (StoredEntry entry : StoredEntry.of(input, LOCATION)) {
                assertThat(entry.location()).isEqualTo(next);
                assertThat(entry.length()).isPositive();
                next += entry.length();
            }
            assertThat(next).isEqualTo(LOCATION + input.length);
        } catch (IllegalStateException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Override
    protected List<byte[]> seeds() {
        Extent own = new Extent(LOCATION - 100, 100, new int[] {1});
        Extent taken = new Extent(3L << 32 | 64, 70_000, new int[] {2, 3});
        Item item = new Item(
                ItemKind.ITEM,
                3,
                1,
                2,
                9,
                0644,
                0,
                0,
                0,
                0,
                0,
                77,
                Attributes.EMPTY,
                new Body(71_100, 5, List.of(own, Extent.hole(1_000), taken)));
        Key key = Key.of(1, "photos/a.jpg");
        ByteWriter put = new ByteWriter(256);
        EntryCodec.put(
                put,
                EntryCodec.PUT,
                key,
                item,
                new IndexEntry(),
                LOCATION - 100,
                EntryCodec.TAKEN,
                new Released(List.of(taken), 76),
                LOCATION);
        ByteWriter several = new ByteWriter(256);
        EntryCodec.delete(several, key, 5, 9, new IndexEntry(), new Released(List.of(own), 77));
        EntryCodec.block(several, EntryCodec.BLOCK, 9, 4, 77, 2, new byte[40], 0, 40);
        EntryCodec.drop(several, 9, 3);
        EntryCodec.forget(several, key, 77);
        return List.of(put.copyFrom(0), several.copyFrom(0));
    }
}
