package io.vireo.controlplane.audit;

import io.vireo.controlplane.AuditEntry;
import io.vireo.controlplane.AuditQuery;
import io.vireo.controlplane.AuditService;
import io.vireo.controlplane.ControlPlaneException;
import io.vireo.identity.AuditEvent;
import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Resource;
import io.vireo.identity.ScopedTransactions;
import io.vireo.policy.Action;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Writes what was done into the transaction that did it, what was refused into one of its own. */
@Service
class AuditTrail implements AuditService {
    private static final int COUNT_LIMIT = 10_000;
    private static final TypeReference<Map<String, String>> DETAILS = new TypeReference<>() {};

    private final JdbcClient database;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final JsonMapper json;

    AuditTrail(JdbcClient database, ScopedTransactions transactions, Authorizer authorizer, JsonMapper json) {
        this.database = database;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.json = json;
    }

    @EventListener
    void on(AuditEvent event) {
        Supplier<Integer> write = () -> insert(event);
        if (event.outcome() == Outcome.REFUSED) {
            transactions.inPlatformSeparately(write); // the caller's transaction will be rolled back
        } else {
            transactions.inPlatform(write);
        }
    }

    @Override
    public List<AuditEntry> page(AuditQuery query, int offset, int limit) {
        PageQuery bounds = PageQuery.of(offset, limit);
        return read(
                query, conditions -> database.sql(conditions.select(" order by id desc offset :offset limit :limit"))
                        .params(conditions.parameters)
                        .param("offset", bounds.offset())
                        .param("limit", bounds.limit())
                        .query((row, _) -> entry(row))
                        .list());
    }

    @Override
    public long count(AuditQuery query) {
        return read(query, conditions -> database.sql("select count(*) from (select 1 from audit_entry"
                        + conditions.where() + " limit " + COUNT_LIMIT + ") counted")
                .params(conditions.parameters)
                .query(Long.class)
                .single());
    }

    @Override
    public CursorPage<AuditEntry> list(AuditQuery query, CursorQuery page) {
        List<AuditEntry> entries = read(query, conditions -> {
            if (!page.after().isEmpty()) {
                conditions.add("id < :before", "before", id(page.after()));
            }
            return database.sql(conditions.select(" order by id desc limit :limit"))
                    .params(conditions.parameters)
                    .param("limit", page.limit() + 1)
                    .query((row, _) -> entry(row))
                    .list();
        });
        return page.page(entries, entry -> Long.toString(entry.id()));
    }

    private <T> T read(AuditQuery query, Function<Conditions, T> question) {
        UUID tenantId = query.tenantId();
        Conditions conditions = new Conditions(query);
        if (tenantId == null) {
            authorizer.require(Action.AUDIT_READ, Resource.platform());
            return transactions.readInPlatform(() -> question.apply(conditions));
        }
        authorizer.require(Action.AUDIT_READ, Resource.tenant(tenantId));
        return transactions.readInTenant(tenantId, () -> question.apply(conditions));
    }

    private int insert(AuditEvent event) {
        return database.sql("""
                        insert into audit_entry (tenant_id, at, principal, account_id, action, resource, outcome, address,
                            request_id, details)
                        values (:tenant, :at, :principal, :account, :action, :resource, :outcome, :address, :request,
                            :details::jsonb)""")
                .param("tenant", event.tenantId(), Types.OTHER)
                .param("at", event.at().atOffset(ZoneOffset.UTC))
                .param("principal", event.principal())
                .param("account", event.accountId(), Types.OTHER)
                .param("action", event.action())
                .param("resource", event.resource())
                .param("outcome", event.outcome().name())
                .param("address", event.address())
                .param("request", event.requestId())
                .param("details", json.writeValueAsString(event.details()))
                .update();
    }

    private AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("principal"),
                row.getString("action"),
                row.getString("resource"),
                row.getObject("tenant_id", UUID.class),
                Outcome.valueOf(row.getString("outcome")),
                row.getString("address"),
                row.getString("request_id"),
                json.readValue(row.getString("details"), DETAILS));
    }

    private static long id(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw ControlPlaneException.invalid("cursor", "cursor was not given out by this service");
        }
    }

    /** The where clause of a query and its parameters. */
    private static final class Conditions {
        private final List<String> clauses = new ArrayList<>();
        private final Map<String, Object> parameters = new LinkedHashMap<>();

        Conditions(AuditQuery query) {
            addIfPresent("tenant_id = :tenant", "tenant", query.tenantId());
            if (!query.principal().isEmpty()) {
                add("principal = :principal", "principal", query.principal());
            }
            addPattern("action", query.action());
            addPattern("resource", query.resource());
            Outcome outcome = query.outcome();
            addIfPresent("outcome = :outcome", "outcome", outcome == null ? null : outcome.name());
            addIfPresent(
                    "at >= :from",
                    "from",
                    query.from() == null ? null : query.from().atOffset(ZoneOffset.UTC));
            addIfPresent(
                    "at < :to", "to", query.to() == null ? null : query.to().atOffset(ZoneOffset.UTC));
        }

        void add(String clause, String name, Object value) {
            clauses.add(clause);
            parameters.put(name, value);
        }

        String where() {
            return clauses.isEmpty() ? "" : " where " + String.join(" and ", clauses);
        }

        String select(String rest) {
            return "select * from audit_entry" + where() + rest;
        }

        private void addIfPresent(String clause, String name, @Nullable Object value) {
            if (value != null) {
                add(clause, name, value);
            }
        }

        private void addPattern(String column, String pattern) {
            if (pattern.endsWith("*")) {
                add(
                        "starts_with(%s, :%s)".formatted(column, column),
                        column,
                        pattern.substring(0, pattern.length() - 1));
            } else if (!pattern.isEmpty()) {
                add("%s = :%s".formatted(column, column), column, pattern);
            }
        }
    }
}
