package io.vireo.identity;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tenants as rows alone: the module that keeps them builds on this one. */
@TestConfiguration
public class SqlTenants implements TenantDirectory {
    private final ScopedTransactions transactions;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final AtomicInteger count = new AtomicInteger();

    SqlTenants(ScopedTransactions transactions, JdbcClient jdbc, Clock clock) {
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A tenant with a name of its own. */
    public UUID create() {
        return transactions.inPlatform(() -> {
            UUID id = UUID.randomUUID();
            int number = count.incrementAndGet();
            jdbc.sql(
                            "insert into tenant (id, name, display_name, address, created_at, version) values (?, ?, '', ?, ?, 0)")
                    .params(id, "tenant-" + number, "127.0.9." + number, Timestamp.from(clock.instant()))
                    .update();
            return id;
        });
    }

    /** Name of a tenant. */
    public String name(UUID tenantId) {
        return namesOf(java.util.List.of(tenantId)).get(tenantId);
    }

    @Override
    public Optional<UUID> idOf(String name) {
        return transactions.readInPlatform(() -> jdbc.sql("select id from tenant where name = ?")
                .param(name)
                .query(UUID.class)
                .optional());
    }

    @Override
    public Map<UUID, String> namesOf(Collection<UUID> tenantIds) {
        Map<UUID, String> names = new HashMap<>();
        transactions.readInPlatform(() -> {
            jdbc.sql("select id, name from tenant").query(row -> {
                names.put(row.getObject("id", UUID.class), row.getString("name"));
            });
            return names;
        });
        names.keySet().retainAll(tenantIds);
        return names;
    }
}
