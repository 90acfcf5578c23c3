package io.vireo.controlplane.audit;

import io.vireo.controlplane.AuditEntry;
import io.vireo.controlplane.AuditQuery;
import io.vireo.controlplane.AuditService;
import io.vireo.controlplane.rest.TenantNames;
import io.vireo.identity.AuditEvent;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The audit log over REST. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
    private final AuditService audit;
    private final TenantNames tenants;

    AuditController(AuditService audit, TenantNames tenants) {
        this.audit = audit;
        this.tenants = tenants;
    }

    @GetMapping
    CursorPage<AuditEntry> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit,
            @RequestParam(required = false) @Nullable String tenant,
            @RequestParam(defaultValue = "") String principal,
            @RequestParam(defaultValue = "") String action,
            @RequestParam(defaultValue = "") String resource,
            @RequestParam(required = false) AuditEvent.@Nullable Outcome outcome,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to) {
        return audit.list(
                new AuditQuery(
                        tenant == null ? null : tenants.idOf(tenant), principal, action, resource, outcome, from, to),
                CursorQuery.of(cursor, limit));
    }
}
