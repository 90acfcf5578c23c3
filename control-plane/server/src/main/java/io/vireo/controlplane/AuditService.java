package io.vireo.controlplane;

import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import java.util.List;

/**
 * Who did what. Needs {@code audit:Read}, on the platform or on the tenant that the query names: an administrator of a
 * tenant sees its acts alone.
 */
public interface AuditService {

    /** Entries, newest first. */
    List<AuditEntry> page(AuditQuery query, int offset, int limit);

    /** Number of entries; counts no further than 10,000 and then answers 10,000. */
    long count(AuditQuery query);

    /** A page of entries, newest first. */
    CursorPage<AuditEntry> list(AuditQuery query, CursorQuery page);
}
