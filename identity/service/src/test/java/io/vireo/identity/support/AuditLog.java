package io.vireo.identity.support;

import io.vireo.identity.AuditEvent;
import io.vireo.identity.ScopedTransactions;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Keeps what services publish, in the table of production: a change's entry in its transaction, a refusal's in its own. */
@Component
public class AuditLog {
    private final ScopedTransactions transactions;
    private final JdbcClient jdbc;
    private final List<AuditEvent> events = new CopyOnWriteArrayList<>();

    AuditLog(ScopedTransactions transactions, JdbcClient jdbc) {
        this.transactions = transactions;
        this.jdbc = jdbc;
    }

    @EventListener
    void on(AuditEvent event) {
        events.add(event);
        if (event.outcome() == AuditEvent.Outcome.DONE) {
            transactions.inPlatform(() -> write(event));
        } else {
            transactions.inPlatformSeparately(() -> write(event));
        }
    }

    /** Everything published so far. */
    public List<AuditEvent> events() {
        return List.copyOf(events);
    }

    /** How many committed entries there are of an action on a resource. */
    public long committed(String action, String resource) {
        return transactions.readInPlatform(
                () -> jdbc.sql("select count(*) from audit_entry where action = ? and resource = ?")
                        .params(action, resource)
                        .query(Long.class)
                        .single());
    }

    /** How many committed entries there are of a tenant. */
    public long committedOfTenant(UUID tenantId) {
        return transactions.readInPlatform(() -> jdbc.sql("select count(*) from audit_entry where tenant_id = ?")
                .param(tenantId)
                .query(Long.class)
                .single());
    }

    private int write(AuditEvent event) {
        return jdbc.sql("""
                        insert into audit_entry
                          (tenant_id, at, principal, account_id, action, resource, outcome, address, request_id, details)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, '{}')
                        """)
                .params(
                        event.tenantId(),
                        Timestamp.from(event.at()),
                        event.principal(),
                        event.accountId(),
                        event.action(),
                        event.resource(),
                        event.outcome().name(),
                        event.address(),
                        event.requestId())
                .update();
    }
}
