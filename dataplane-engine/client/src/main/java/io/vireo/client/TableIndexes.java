package io.vireo.client;

import java.util.List;

/**
 * The secondary indexes of a table.
 *
 * @param all in the order in which they were made
 * @param behindBytes of the journal whose changes are not in indexes yet, of the reactor that is furthest behind
 * @param behindMs since when there is such a change, at most
 * @param fault why entries are not written; empty: they are
 * @param unfitCount rows, since the engine's start and of any table, whose keys are too long for an entry
 */
public record TableIndexes(List<Index> all, long behindBytes, long behindMs, String fault, long unfitCount) {
    /**
     * An index, and how far it is.
     *
     * @param unreadCount rows that it lacks because they could not be read when it was filled; they are tried again every few seconds
     */
    public record Index(IndexDefinition definition, State state, long unreadCount) {}

    /** How far an index is. The order is that of {@code Index.State} in {@code engine.capnp}. */
    public enum State {
        /** It is being filled, and cannot be asked. */
        BUILDING,
        /** It has everything, but for what {@link #behindBytes} says. */
        ACTIVE,
        /** It is not there any more; its space comes back. */
        DROPPING
    }
}
