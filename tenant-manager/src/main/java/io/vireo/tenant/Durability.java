package io.vireo.tenant;

/** When a write to a container is acknowledged. A write that is acknowledged stays so whatever is chosen later. */
public enum Durability {
    /** Once it is on the disk. */
    FSYNC,
    /** At once; it is on the disk a tenth of a second later, and lost when engine, machine or disk fail before. */
    INTERVAL
}
