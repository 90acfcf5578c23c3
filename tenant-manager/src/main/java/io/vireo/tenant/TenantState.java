package io.vireo.tenant;

/** Where a tenant is in its life. */
public enum TenantState {
    /** Served by every node. */
    LIVE,
    /** Served by none; its data are kept and it can be restored for a time. */
    RETIRED
}
