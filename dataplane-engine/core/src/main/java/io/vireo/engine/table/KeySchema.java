package io.vireo.engine.table;

import io.vireo.engine.expression.Update;
import io.vireo.engine.item.InvalidRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes are the key of a table's rows.
 *
 * @param partition says which partition a row is on
 * @param sort orders the rows of one partition key; null when each partition key has one row
 */
public record KeySchema(KeyAttribute partition, @Nullable KeyAttribute sort) {
    /** Refuses one attribute for both. */
    public KeySchema {
        if (sort != null && sort.name().equals(partition.name())) {
            throw new InvalidRequestException(
                    "Both the Hash Key and the Range Key element in the KeySchema have the same name");
        }
    }

    /** Refuses an update that would change the key. */
    public void requireUntouched(Update update) {
        for (String target : update.targets()) {
            if (target.equals(partition.name()) || (sort != null && target.equals(sort.name()))) {
                throw new InvalidRequestException("One or more parameter values were invalid: Cannot update attribute "
                        + target + ". This attribute is part of the key");
            }
        }
    }
}
