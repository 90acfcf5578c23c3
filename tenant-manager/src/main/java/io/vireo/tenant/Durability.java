package io.vireo.tenant;

/** When a write to a container is acknowledged. Fixed when the container is made. */
public enum Durability {
    /** Once it is on the disk. */
    FSYNC,
    /** At once; it is on the disk a tenth of a second later, and lost when engine, machine or disk fail before. */
    INTERVAL
}
