package io.vireo.controlplane.function;

import io.vireo.controlplane.FunctionSummary;
import io.vireo.identity.ScopedTransactions;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How functions of several tenants stand. For the platform itself; checks no principal. */
@Component
public class FunctionStandings {
    private static final int MAX_FUNCTIONS = 10_000;

    private final FunctionRows rows;
    private final ScopedTransactions transactions;

    FunctionStandings(FunctionRows rows, ScopedTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    /** Functions of these tenants, by tenant and name, at most 10,000. */
    public List<FunctionSummary> of(Collection<UUID> tenantIds) {
        return transactions.readInPlatform(() -> rows.of(tenantIds, MAX_FUNCTIONS));
    }
}
