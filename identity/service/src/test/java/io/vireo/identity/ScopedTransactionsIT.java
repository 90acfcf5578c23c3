package io.vireo.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

@IdentityTest
class ScopedTransactionsIT {
    @Autowired
    private ScopedTransactions transactions;

    @Autowired
    private SqlTenants tenants;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager manager;

    @Test
    void aTransactionThatWasBegunInAnotherWaySeesNothing() {
        tenants.create();

        Long seen = new TransactionTemplate(manager).execute(_ -> visibleTenants());

        assertThat(seen).isZero();
    }

    @Test
    void showsATenantItsOwnRow() {
        UUID mine = tenants.create();
        tenants.create();

        assertThat(transactions.inTenant(mine, this::visibleTenants)).isEqualTo(1);
        assertThat(transactions.readInTenant(mine, this::visibleTenants)).isEqualTo(1);
        assertThat(transactions.readInPlatform(this::visibleTenants)).isGreaterThanOrEqualTo(2);
    }

    @Test
    void givesTheOuterScopeBackAfterAnInnerOne() {
        UUID mine = tenants.create();
        UUID theirs = tenants.create();

        List<String> seen = transactions.inTenant(mine, () -> {
            String before = tenantSetting();
            String within = transactions.inTenant(theirs, () -> tenantSetting() + " " + visibleTenants());
            String platform = transactions.inPlatform(() -> scopeSetting());
            return List.of(before, within, platform, tenantSetting());
        });

        assertThat(seen).containsExactly(mine.toString(), theirs + " 1", "platform", mine.toString());
    }

    @Test
    void givesTheOuterScopeBackWhenTheInnerWorkFails() {
        UUID mine = tenants.create();

        assertThatThrownBy(() -> transactions.inTenant(mine, () -> {
                    assertThatThrownBy(() -> transactions.inPlatform(() -> {
                                throw new IllegalStateException("inner");
                            }))
                            .hasMessage("inner");
                    assertThat(tenantSetting()).isEqualTo(mine.toString());
                    return 0;
                }))
                .as("the whole transaction is rolled back")
                .isInstanceOf(UnexpectedRollbackException.class);
    }

    @Test
    void keepsTheFailureOfAStatementThatAbortedTheTransaction() {
        assertThatThrownBy(() -> transactions.inTenant(
                        tenants.create(),
                        () -> transactions.inPlatform(() -> jdbc.sql("select no_such_column from tenant")
                                .query(String.class)
                                .list())))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("no_such_column");
    }

    @Test
    void refusesToWriteInAReadingTransaction() {
        assertThatThrownBy(() -> transactions.readInPlatform(
                        () -> jdbc.sql("delete from sign_in_failures").update()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void aSeparateTransactionCommitsThoughTheOuterOneFails() {
        assertThatThrownBy(() -> transactions.inTenant(tenants.create(), () -> {
                    transactions.inPlatformSeparately(
                            () -> jdbc.sql("insert into sign_in_failures values ('separate', 1, now(), now())")
                                    .update());
                    throw new IllegalStateException("outer");
                }))
                .hasMessage("outer");

        assertThat(transactions.readInPlatform(
                        () -> jdbc.sql("select count(*) from sign_in_failures where subject = 'separate'")
                                .query(Long.class)
                                .single()))
                .isEqualTo(1);
    }

    @Test
    void carriesNothingOverFromOneUserOfAPooledConnectionToTheNext() throws Exception {
        List<UUID> ids = IntStream.range(0, 8).mapToObj(_ -> tenants.create()).toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> tasks = IntStream.range(0, 400)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        UUID id = ids.get(i % ids.size());
                        boolean ownOnly = transactions.inTenant(
                                id,
                                () -> visibleTenants() == 1 && tenantSetting().equals(id.toString()));
                        Long unscoped = new TransactionTemplate(manager).execute(_ -> visibleTenants());
                        return ownOnly && unscoped != null && unscoped == 0;
                    })
                    .toList();
            for (Future<Boolean> outcome : threads.invokeAll(tasks)) {
                assertThat(outcome.get()).isTrue();
            }
        }
    }

    private long visibleTenants() {
        return jdbc.sql("select count(*) from tenant").query(Long.class).single();
    }

    private String tenantSetting() {
        return jdbc.sql("select current_setting('app.tenant', true)")
                .query(String.class)
                .single();
    }

    private String scopeSetting() {
        return jdbc.sql("select current_setting('app.scope', true)")
                .query(String.class)
                .single();
    }
}
