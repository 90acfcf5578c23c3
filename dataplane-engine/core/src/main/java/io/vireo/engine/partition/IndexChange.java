package io.vireo.engine.partition;

import io.vireo.engine.item.Attributes;
import io.vireo.engine.item.Key;
import io.vireo.engine.table.RowStamp;

/** A change of what is kept for secondary indexes, for the reactor that has it. Done again it changes nothing. */
public sealed interface IndexChange {
    /** The item that it is about. */
    Key key();

    /** Of the index; 0: none. */
    long id();

    /**
     * A row has this entry.
     *
     * @param expiresNs as that of the row
     */
    record Put(Key key, long id, RowStamp stamp, Attributes attributes, long expiresNs) implements IndexChange {}

    /** A row has this entry no more; one of a version that is not older than the stamp stays. */
    record Remove(Key key, long id, RowStamp stamp) implements IndexChange {}

    /** A reactor has filled in its part of an index; the key is that of the table's definition. */
    record Filled(Key key, long id, int reactor) implements IndexChange {}

    /** A reactor has no entry of an index any more; the key is that of the table's definition. */
    record Cleared(Key key, long id, int reactor) implements IndexChange {}

    /** Something of an index was missed: it is to be made again. The key is that of the table's definition. */
    record Remake(Key key, long id) implements IndexChange {}

    /** How far a reactor is. */
    record Progress(Key key, Attributes attributes) implements IndexChange {
        @Override
        public long id() {
            return 0;
        }
    }
}
