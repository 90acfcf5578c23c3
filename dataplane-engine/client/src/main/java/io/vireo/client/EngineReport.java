package io.vireo.client;

/**
 * What an engine says of itself, over all of its reactors.
 *
 * @param reactorCount threads that own partitions
 * @param itemCount items that it holds
 * @param storedBytes of records and bodies that are in use
 * @param journalBytes that they take on the disk
 * @param feedBytes of these that are there for change feeds alone
 * @param indexBytes memory that the index takes
 * @param indexBudgetBytes memory that it may take
 * @param damageCount places that were found damaged, each once
 * @param damage the last of them; empty: none
 * @param diskAccess how it reaches the disk, for people
 */
public record EngineReport(
        int reactorCount,
        long itemCount,
        long storedBytes,
        long journalBytes,
        long feedBytes,
        long indexBytes,
        long indexBudgetBytes,
        long damageCount,
        String damage,
        String diskAccess) {

    /** Of both together. */
    EngineReport with(EngineReport other) {
        return new EngineReport(
                reactorCount,
                itemCount + other.itemCount,
                storedBytes + other.storedBytes,
                journalBytes + other.journalBytes,
                feedBytes + other.feedBytes,
                indexBytes + other.indexBytes,
                indexBudgetBytes + other.indexBudgetBytes,
                damageCount + other.damageCount,
                other.damage.isEmpty() ? damage : other.damage,
                diskAccess);
    }
}
