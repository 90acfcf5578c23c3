package io.vireo.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.ScopedTransactions;
import io.vireo.identity.support.AuditLog;
import io.vireo.identity.support.InstallationTest;
import io.vireo.identity.support.People;
import io.vireo.identity.support.TestClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@InstallationTest
@RecordApplicationEvents
class TenantIT {
    private static final AtomicInteger COUNT = new AtomicInteger();

    @Autowired
    private TenantService tenants;

    @Autowired
    private ContainerService containers;

    @Autowired
    private PrincipalHolder principals;

    @Autowired
    private ScopedTransactions transactions;

    @Autowired
    private People people;

    @Autowired
    private AuditLog audit;

    @Autowired
    private TestClock clock;

    @Autowired
    private ApplicationEvents events;

    @Nested
    class Create {

        @Test
        void givesATenantAnAddressAndAHiddenContainer() {
            TenantSummary tenant = create(name());

            TenantConfiguration configuration = configuration(tenant.id());
            assertThat(tenant.address()).matches("127\\.0\\.\\d+\\.\\d+").isNotEqualTo("127.0.0.1");
            assertThat(configuration.address()).isEqualTo(tenant.address());
            assertThat(configuration.systemContainerId()).isPositive();
            assertThat(configuration.containers()).isEmpty();
            assertThat(asMachine(() -> containers.page(tenant.id(), PageQuery.of(0, 10))))
                    .isEmpty();
            assertThat(asMachine(() -> containers.count(tenant.id(), ""))).isZero();
            assertTenantCode(
                    ErrorCode.CONTAINER_NOT_FOUND, () -> asMachine(() -> containers.find(tenant.id(), ".system")));
            assertThat(events.stream(TenantChanged.class)).contains(new TenantChanged(tenant.id()));
        }

        @Test
        void refusesNamesThatBreakTheRules() {
            for (String name : List.of("", "a", "A1", "1a", "a-", "-a", "a_b", "a.b", "../x", "a".repeat(41))) {
                assertThatThrownBy(() -> create(name)).isInstanceOfSatisfying(TenantException.class, e -> {
                    assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_FIELD);
                    assertThat(e.field()).contains("name");
                });
            }
            assertThat(create("a" + "b".repeat(39 - 4) + name().substring(0, 4).replaceAll("-$", "x"))
                            .name())
                    .isNotEmpty();
        }

        @Test
        void letsOneOfSeveralHaveAName() throws Exception {
            String name = name();

            List<String> outcomes = atOnce(8, _ -> create(name).name());

            assertThat(outcomes).filteredOn(name::equals).hasSize(1);
            assertThat(outcomes).filteredOn("name-taken"::equals).hasSize(7);
        }

        @Test
        void givesEveryTenantAnAddressOfItsOwnHoweverManyAreMadeAtOnce() throws Exception {
            List<String> addresses = atOnce(12, _ -> create(name()).address());

            assertThat(addresses).doesNotHaveDuplicates().allMatch(address -> address.startsWith("127.0."));
        }
    }

    @Nested
    class Retire {

        @Test
        void takesATenantOutOfEveryConfigurationAndBackAgain() {
            TenantSummary tenant = create(name());
            events.clear();

            TenantSummary retired = asMachine(() -> tenants.retire(tenant.id()));

            assertThat(retired.state()).isEqualTo(TenantState.RETIRED);
            assertThat(configurations()).extracting(TenantConfiguration::id).doesNotContain(tenant.id());
            assertTenantCode(ErrorCode.TENANT_RETIRED, () -> container(tenant.id(), "late"));
            assertTenantCode(ErrorCode.NAME_TAKEN, () -> create(tenant.name()));
            assertThat(asMachine(() -> tenants.restore(tenant.id())).state()).isEqualTo(TenantState.LIVE);
            assertThat(configuration(tenant.id()).address()).isEqualTo(tenant.address());
            assertThat(events.stream(TenantChanged.class))
                    .containsOnly(new TenantChanged(tenant.id()))
                    .hasSize(2);
        }

        @Test
        void freesNameAndAddressAfterSevenDays() {
            TenantSummary old = create(name());
            asMachine(() -> tenants.retire(old.id()));

            clock.pass(Duration.ofDays(7).plusSeconds(1));
            assertTenantCode(ErrorCode.NOT_RESTORABLE, () -> asMachine(() -> tenants.restore(old.id())));
            TenantSummary fresh = create(old.name());

            assertThat(fresh.id()).isNotEqualTo(old.id());
            assertThat(fresh.address()).isEqualTo(old.address());
            assertThat(asMachine(() -> tenants.find(old.name())).id()).isEqualTo(fresh.id());
            assertThatThrownBy(() -> asMachine(() -> tenants.find(old.id()))).hasMessageContaining("no such tenant");
        }

        @Test
        void leavesTheDefaultTenantAlone() {
            UUID id = asMachine(() -> tenants.find("default").id());

            assertTenantCode(ErrorCode.DEFAULT_TENANT, () -> asMachine(() -> tenants.retire(id)));
        }
    }

    @Nested
    class Containers {

        @Test
        void haveNumbersThatAreNeverUsedAgain() {
            TenantSummary tenant = create(name());
            ContainerSummary first = container(tenant.id(), "films");
            asMachine(() -> containers.retire(tenant.id(), "films"));

            ContainerSummary second = container(tenant.id(), "films");

            assertThat(second.id()).isGreaterThan(first.id());
            assertThat(configuration(tenant.id()).containers())
                    .extracting(ContainerSummary::id)
                    .containsExactly(second.id());
            assertTenantCode(ErrorCode.NAME_TAKEN, () -> asMachine(() -> containers.restore(tenant.id(), first.id())));
            asMachine(() -> containers.retire(tenant.id(), "films"));
            assertThat(asMachine(() -> containers.restore(tenant.id(), first.id()))
                            .isLive())
                    .isTrue();
            clock.pass(Duration.ofDays(8));
            assertTenantCode(
                    ErrorCode.NOT_RESTORABLE, () -> asMachine(() -> containers.restore(tenant.id(), second.id())));
            assertThat(asMachine(() -> containers.page(tenant.id(), PageQuery.of(0, 10))))
                    .extracting(ContainerSummary::id)
                    .containsExactly(first.id());
        }

        @Test
        void letOneOfSeveralHaveAName() throws Exception {
            UUID tenant = create(name()).id();

            List<String> outcomes = atOnce(6, _ -> container(tenant, "wanted").name());

            assertThat(outcomes).filteredOn("wanted"::equals).hasSize(1);
            assertThat(outcomes).filteredOn("name-taken"::equals).hasSize(5);
            assertThat(audit.committed("container:Create", "container/wanted")).isEqualTo(1);
        }

        @Test
        void ofOneTenantAreNotReachedThroughAnother() {
            UUID mine = create(name()).id();
            UUID theirs = create(name()).id();
            ContainerSummary secret = container(theirs, "secret");
            Principal chief = people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, mine));

            principals.runAs(chief, () -> {
                assertTenantCode(ErrorCode.CONTAINER_NOT_FOUND, () -> containers.find(mine, "secret"));
                assertTenantCode(ErrorCode.CONTAINER_NOT_FOUND, () -> containers.retire(mine, "secret"));
                assertTenantCode(ErrorCode.CONTAINER_NOT_FOUND, () -> containers.restore(mine, secret.id()));
                assertThatThrownBy(() -> containers.find(theirs, "secret")).hasMessage("there is no such tenant");
                assertThatThrownBy(() -> tenants.find(theirs)).hasMessage("there is no such tenant");
            });
            assertThat(principals.callAs(chief, () -> tenants.page(PageQuery.of(0, 100))))
                    .extracting(TenantSummary::id)
                    .containsExactly(mine);
            assertThat(principals.callAs(chief, () -> tenants.count(""))).isEqualTo(1);
        }

        @Test
        void refuseNamesThatBreakTheRules() {
            UUID tenant = create(name()).id();

            for (String name : List.of("", "a", "A1", "a-", "-a", "a_b", ".system", "a/b", "a".repeat(64))) {
                assertTenantCode(ErrorCode.INVALID_FIELD, () -> container(tenant, name));
            }
            assertThat(container(tenant, "a".repeat(63)).name()).hasSize(63);
        }

        @Test
        void keepWhenTheirWritesAreAcknowledged() {
            UUID tenant = create(name()).id();
            asMachine(() -> containers.create(tenant, new CreateContainer("relaxed", Durability.INTERVAL)));
            container(tenant, "forced");

            assertThat(asMachine(() -> containers.find(tenant, "relaxed")).durability())
                    .isEqualTo(Durability.INTERVAL);
            assertThat(asMachine(() -> containers.find(tenant, "forced")).durability())
                    .isEqualTo(Durability.FSYNC);
        }

        @Test
        void takeAnotherDurabilityAndTellOfIt() {
            UUID tenant = create(name()).id();
            container(tenant, "data1");

            ContainerSummary changed =
                    asMachine(() -> containers.changeDurability(tenant, "data1", Durability.INTERVAL));

            assertThat(changed.durability()).isEqualTo(Durability.INTERVAL);
            assertThat(asMachine(() -> containers.find(tenant, "data1"))).isEqualTo(changed);
            assertTenantCode(
                    ErrorCode.CONTAINER_NOT_FOUND,
                    () -> asMachine(() -> containers.changeDurability(tenant, "nothing", Durability.FSYNC)));
        }

        @Test
        void refuseTheNamesThatTheGatewayServesItself() {
            UUID tenant = create(name()).id();

            for (String name : List.of("functions", ".vireo")) {
                assertThatThrownBy(() -> container(tenant, name))
                        .isInstanceOfSatisfying(TenantException.class, refusal -> assertThat(refusal.field())
                                .contains("name"))
                        .hasMessageContaining("reserved")
                        .hasMessageContaining("name=" + name);
            }
            assertThat(container(tenant, "functions2").name()).isEqualTo("functions2");
        }
    }

    @Nested
    class Lists {

        @Test
        void arePagedSortedAndFilteredByTheDatabase() {
            UUID tenant = create(name()).id();
            List.of("bb", "aa", "cc", "a-other").forEach(name -> container(tenant, name));

            assertThat(names(tenant, new PageQuery(1, 2, "-name", ""))).containsExactly("bb", "aa");
            assertThat(names(tenant, new PageQuery(0, 9, "createdAt", "")))
                    .containsExactly("bb", "aa", "cc", "a-other");
            assertThat(names(tenant, new PageQuery(0, 9, "", "OTHER"))).containsExactly("a-other");
            assertThatThrownBy(() -> names(tenant, new PageQuery(0, 9, "tenantId", "")))
                    .hasMessageContaining("columns=");

            var first = asMachine(() -> containers.list(tenant, CursorQuery.of(null, 3)));
            container(tenant, "a0");
            var second = asMachine(() -> containers.list(tenant, CursorQuery.of(first.next(), 3)));
            assertThat(first.items()).extracting(ContainerSummary::name).containsExactly("a-other", "aa", "bb");
            assertThat(second.items()).extracting(ContainerSummary::name).containsExactly("cc");
            assertThat(second.next()).isNull();
        }

        private List<String> names(UUID tenant, PageQuery query) {
            return asMachine(() -> containers.page(tenant, query)).stream()
                    .map(ContainerSummary::name)
                    .toList();
        }
    }

    @Nested
    class Purges {

        @Test
        void areOfWhatNobodyCanTakeBackUntilNodesHoldNothingOfIt() {
            TenantSummary tenant = create(name());
            ContainerSummary films = container(tenant.id(), "films-of-" + tenant.name());
            asMachine(() -> tenants.retire(tenant.id()));
            assertThat(purges(tenant)).isEmpty();

            clock.pass(Duration.ofDays(7).plusSeconds(1));
            List<ContainerPurge> due = purges(tenant);
            assertThat(due).hasSize(2).contains(new ContainerPurge(tenant.id(), films.id()));

            due.forEach(purge -> purged(purge.containerId(), 12));
            due.forEach(purge -> purged(purge.containerId(), 0));

            assertThat(purges(tenant)).isEmpty();
            assertThat(audit.committed("container:Delete", "container/" + films.name()))
                    .isEqualTo(1);
            assertThatThrownBy(() -> asMachine(() -> tenants.find(tenant.name())))
                    .as("its name is free")
                    .hasMessageContaining("no such tenant");
        }

        @Test
        void areOfARetiredContainerAloneWhereTheTenantLives() {
            TenantSummary tenant = create(name());
            ContainerSummary kept = container(tenant.id(), "kept");
            ContainerSummary old = container(tenant.id(), "old");
            asMachine(() -> containers.retire(tenant.id(), "old"));
            purged(old.id(), 1);
            assertThat(asMachine(() -> containers.restore(tenant.id(), old.id()))
                            .isLive())
                    .as("was not taken for purged too early")
                    .isTrue();
            asMachine(() -> containers.retire(tenant.id(), "old"));

            clock.pass(Duration.ofDays(7).plusSeconds(1));
            assertThat(purges(tenant)).containsExactly(new ContainerPurge(tenant.id(), old.id()));
            purged(kept.id(), 1);
            purged(old.id(), 1);

            assertThat(purges(tenant)).isEmpty();
            assertThat(configuration(tenant.id()).containers())
                    .extracting(ContainerSummary::id)
                    .containsExactly(kept.id());
        }

        @Test
        void areForThePlatformItself() {
            assertThatThrownBy(() -> asMachine(tenants::purges)).hasMessageContaining("for the platform itself");
            assertThatThrownBy(() -> principals.runAs(Principal.machine(), () -> tenants.purged(1, 0)))
                    .hasMessageContaining("by the platform itself");
        }

        private List<ContainerPurge> purges(TenantSummary tenant) {
            return principals.callAs(Principal.platform("snapshot"), tenants::purges).stream()
                    .filter(purge -> purge.tenantId().equals(tenant.id()))
                    .toList();
        }

        private void purged(long containerId, long items) {
            principals.runAs(Principal.platform("node reports"), () -> tenants.purged(containerId, items));
        }
    }

    @Test
    void aChangeItsAuditEntryAndItsEventsAreOneTransaction() {
        String name = name();

        assertThatThrownBy(() -> asMachine(() -> transactions.inPlatform(() -> {
                    create(name);
                    throw new IllegalStateException("after the change");
                })))
                .hasMessage("after the change");

        assertThatThrownBy(() -> asMachine(() -> tenants.find(name))).hasMessageContaining("no such tenant");
        UUID announced =
                events.stream(TenantChanged.class).findFirst().orElseThrow().tenantId();
        assertThat(transactions.readInPlatform(() -> audit.events().stream()
                        .filter(event -> announced.equals(event.tenantId()))
                        .count()))
                .as("was published")
                .isEqualTo(1);
        assertThat(audit.committedOfTenant(announced))
                .as("went with the change")
                .isZero();
        assertThat(audit.committedOfTenant(create(name).id())).isEqualTo(1);
    }

    private TenantSummary create(String name) {
        return asMachine(() -> tenants.create(CreateTenant.named(name)));
    }

    private ContainerSummary container(UUID tenant, String name) {
        return asMachine(() -> containers.create(tenant, new CreateContainer(name)));
    }

    private List<TenantConfiguration> configurations() {
        return principals.callAs(Principal.platform("snapshot"), tenants::configurations);
    }

    private TenantConfiguration configuration(UUID tenant) {
        return configurations().stream()
                .filter(one -> one.id().equals(tenant))
                .findFirst()
                .orElseThrow();
    }

    private <T> T asMachine(Supplier<T> act) {
        return principals.callAs(Principal.machine(), act);
    }

    private static String name() {
        return "t" + COUNT.incrementAndGet() + "-of-tests";
    }

    private static void assertTenantCode(ErrorCode code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(TenantException.class, e -> assertThat(e.errorCode())
                .isEqualTo(code));
    }

    private interface Attempt {
        String by(int thread) throws Exception;
    }

    /** Runs an act on so many threads at once; an outcome is its result or the code of its refusal. */
    private static List<String> atOnce(int threads, Attempt attempt) throws InterruptedException {
        List<Callable<String>> attempts = IntStream.range(0, threads)
                .<Callable<String>>mapToObj(i -> () -> attempt.by(i))
                .toList();
        List<String> outcomes = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<String> future : executor.invokeAll(attempts)) {
                try {
                    outcomes.add(future.get());
                } catch (ExecutionException e) {
                    outcomes.add(e.getCause() instanceof TenantException refused ? refused.code() : e.toString());
                }
            }
        }
        return outcomes;
    }
}
