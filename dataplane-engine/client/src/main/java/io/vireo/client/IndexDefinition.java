package io.vireo.client;

import io.vireo.client.ListRange.KeyAttribute;
import org.jspecify.annotations.Nullable;

/**
 * A secondary index of a table, which is a directory whose items are its rows. A row that has not all attributes of the key, or has one of them with another type, is not in the index.
 *
 * @param name letters, digits, {@code _}, {@code -} and {@code .}, up to 255
 * @param partition the rows of one value of it lie together; null: the index is local, the rows of one sharding key (the name up to its first dot) lie together
 * @param sort orders those; null, of a global index alone: by their names
 * @param projection what the index holds beside its key: {@link Projection#NONE}, {@link Projection#USER} or named attributes
 */
public record IndexDefinition(
        String name,
        @Nullable KeyAttribute partition,
        @Nullable KeyAttribute sort,
        Projection projection) {
    /** Over the whole table. */
    public static IndexDefinition global(
            String name, KeyAttribute partition, @Nullable KeyAttribute sort, Projection projection) {
        return new IndexDefinition(name, partition, sort, projection);
    }

    /** Over the rows of each sharding key. */
    public static IndexDefinition local(String name, KeyAttribute sort, Projection projection) {
        return new IndexDefinition(name, null, sort, projection);
    }

    /** Whether it is over the rows of each sharding key. */
    public boolean isLocal() {
        return partition == null;
    }
}
