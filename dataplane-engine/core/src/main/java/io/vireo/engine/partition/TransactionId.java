package io.vireo.engine.partition;

/**
 * Names a transaction over several reactors, for ever.
 *
 * @param coordinator the reactor that decides it
 * @param number of that reactor alone; counts on from a random start at each start of the engine
 */
public record TransactionId(int coordinator, long number) {
    @Override
    public String toString() {
        return coordinator + "/" + Long.toUnsignedString(number);
    }
}
