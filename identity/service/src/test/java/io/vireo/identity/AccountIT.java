package io.vireo.identity;

import static io.vireo.identity.support.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.support.AuditLog;
import io.vireo.identity.support.People;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@IdentityTest
class AccountIT {
    @Autowired
    private AccountService accounts;

    @Autowired
    private SessionService sessions;

    @Autowired
    private PrincipalHolder principals;

    @Autowired
    private People people;

    @Autowired
    private SqlTenants tenants;

    @Autowired
    private AuditLog audit;

    @Nested
    class Create {

        @Test
        void makesAnEnabledAccountWithoutARole() {
            AccountSummary created =
                    asMachine(() -> accounts.create(new CreateAccount("new-one", "New One", PASSWORD)));

            assertThat(created.isEnabled()).isTrue();
            assertThat(created.roles()).isEmpty();
            assertThat(created.lastSignedInAt()).isNull();
            assertThat(asMachine(() -> accounts.find("new-one"))).isEqualTo(created);
            assertThat(audit.committed("user:Create", "user/new-one")).isEqualTo(1);
        }

        @Test
        void refusesNamesAndPasswordsThatBreakTheRules() {
            refusedField("username", "", PASSWORD);
            refusedField("username", "Upper", PASSWORD);
            refusedField("username", "../etc", PASSWORD);
            refusedField("username", "a".repeat(65), PASSWORD);
            refusedField("username", "a*", PASSWORD);
            refusedField("username", "machine", PASSWORD);
            refusedField("password", "rules", "elevenchars");
            refusedField("password", "rules", "x".repeat(257));
            refusedField("password", "rules", "my RULES are long");
            refusedField("password", "rules", "aaaaaaaaaaaaaaaa");
        }

        @Test
        void countsAPasswordInCharactersWhateverTheyAre() {
            assertThat(asMachine(() -> accounts.create(new CreateAccount("emoji", "", "🦜🦉🦅🐦🦆🦢🦜🦉🦅🐦🦆🦢")))
                            .username())
                    .isEqualTo("emoji");
        }

        @Test
        void letsOneOfSeveralHaveAUsername() throws Exception {
            List<String> outcomes = atOnce(
                    6,
                    () -> asMachine(() -> accounts.create(new CreateAccount("wanted-by-many", "", PASSWORD))
                            .username()));

            assertThat(outcomes).filteredOn("wanted-by-many"::equals).hasSize(1);
            assertThat(outcomes).filteredOn("username-taken"::equals).hasSize(5);
            assertThat(audit.committed("user:Create", "user/wanted-by-many")).isEqualTo(1);
        }

        private void refusedField(String field, String username, String password) {
            assertThatThrownBy(() -> asMachine(() -> accounts.create(new CreateAccount(username, "", password))))
                    .isInstanceOfSatisfying(IdentityException.class, e -> {
                        assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_FIELD);
                        assertThat(e.field()).contains(field);
                        assertThat(e.getMessage()).doesNotContain(password.isEmpty() ? "\n" : password);
                    });
        }
    }

    @Nested
    class Update {

        @Test
        void disablingEndsSessionsAtOnce() {
            Principal person = people.with();
            String token = people.token(person);
            assertThat(asMachine(() -> sessions.of(person.name()))).hasSize(1);

            asMachine(() -> accounts.update(person.name(), new UpdateAccount(null, false, null)));

            assertThat(asMachine(() -> sessions.of(person.name()))).isEmpty();
            assertThat(token).startsWith("vs_");
            assertCode(ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn(person.name(), PASSWORD, "10.0.0.1"));
        }

        @Test
        void lettingAPersonRenameThemselvesAndNothingElse() {
            Principal person = people.with();

            AccountSummary renamed = principals.callAs(
                    person, () -> accounts.update(person.name(), new UpdateAccount("  Dana  ", null, null)));

            assertThat(renamed.displayName()).isEqualTo("Dana");
            assertCode(
                    ErrorCode.FORBIDDEN,
                    () -> principals.callAs(
                            person,
                            () -> accounts.update(
                                    person.name(), new UpdateAccount(null, null, "a new password it is"))));
            assertCode(
                    ErrorCode.FORBIDDEN,
                    () -> principals.callAs(
                            person, () -> accounts.update(person.name(), new UpdateAccount(null, true, null))));
        }

        @Test
        void changingTheOwnPasswordAsksForTheCurrentOneAndEndsOtherSessions() {
            Principal person = people.with();
            people.token(person);

            assertCode(
                    ErrorCode.BAD_CREDENTIALS,
                    () -> principals.runAs(
                            person, () -> accounts.changeOwnPassword("not the current one", "another long password")));
            principals.runAs(person, () -> accounts.changeOwnPassword(PASSWORD, "another long password"));

            assertThat(asMachine(() -> sessions.of(person.name()))).isEmpty();
            assertCode(ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn(person.name(), PASSWORD, "10.0.0.2"));
            assertThat(sessions.signIn(person.name(), "another long password", "10.0.0.2")
                            .token())
                    .isNotEmpty();
        }
    }

    @Nested
    class Roles {

        @Test
        void areGivenOnceAndTakenOnce() {
            Principal person = people.with();
            RoleBinding binding = RoleBinding.inTenant(Role.VIEWER, tenants.create());

            asMachine(() -> accounts.assignRole(person.name(), binding));
            AccountSummary twice = asMachine(() -> accounts.assignRole(person.name(), binding));
            AccountSummary taken = asMachine(() -> accounts.removeRole(person.name(), binding));
            AccountSummary takenTwice = asMachine(() -> accounts.removeRole(person.name(), binding));

            assertThat(twice.roles()).containsExactly(binding);
            assertThat(taken.roles()).isEmpty();
            assertThat(takenTwice.roles()).isEmpty();
            assertThat(audit.committed("user:AssignRole", "user/" + person.name()))
                    .isEqualTo(2);
        }

        @Test
        void cannotBeGivenOfATenantThatIsNotThere() {
            Principal person = people.with();

            assertCode(
                    ErrorCode.TENANT_NOT_FOUND,
                    () -> asMachine(() ->
                            accounts.assignRole(person.name(), RoleBinding.inTenant(Role.VIEWER, UUID.randomUUID()))));
        }

        @Test
        void areNotGivenByWhoDoesNotHoldThem() {
            UUID mine = tenants.create();
            UUID theirs = tenants.create();
            Principal chief = people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, mine));
            Principal other = people.with();

            AccountSummary given = principals.callAs(
                    chief, () -> accounts.assignRole(other.name(), RoleBinding.inTenant(Role.DEVELOPER, mine)));

            assertThat(given.roles()).containsExactly(RoleBinding.inTenant(Role.DEVELOPER, mine));
            assertCode(
                    ErrorCode.TENANT_NOT_FOUND,
                    () -> principals.callAs(
                            chief, () -> accounts.assignRole(other.name(), RoleBinding.inTenant(Role.VIEWER, theirs))));
            assertCode(
                    ErrorCode.FORBIDDEN,
                    () -> principals.callAs(
                            chief, () -> accounts.assignRole(other.name(), RoleBinding.onPlatform(Role.VIEWER))));
            assertCode(
                    ErrorCode.FORBIDDEN,
                    () -> principals.callAs(
                            chief,
                            () -> accounts.assignRole(chief.name(), RoleBinding.onPlatform(Role.ADMINISTRATOR))));
        }

        @Test
        void ofOtherTenantsStayHiddenFromATenantsAdministrator() {
            UUID mine = tenants.create();
            UUID theirs = tenants.create();
            Principal chief = people.with(RoleBinding.inTenant(Role.TENANT_ADMINISTRATOR, mine));
            Principal both =
                    people.with(RoleBinding.inTenant(Role.VIEWER, mine), RoleBinding.inTenant(Role.DEVELOPER, theirs));

            List<AccountSummary> members =
                    principals.callAs(chief, () -> accounts.pageOfTenant(mine, PageQuery.of(0, 10)));

            assertThat(members).extracting(AccountSummary::username).containsExactly(chief.name(), both.name());
            assertThat(members)
                    .flatExtracting(AccountSummary::roles)
                    .extracting(RoleBinding::tenantId)
                    .containsOnly(mine);
            assertThat(principals.callAs(chief, () -> accounts.countOfTenant(mine, both.name())))
                    .isEqualTo(1);
            assertCode(ErrorCode.FORBIDDEN, () -> principals.callAs(chief, () -> accounts.find(both.name())));
        }

        @Test
        void administratorIsNoRoleOfATenant() {
            assertCode(
                    ErrorCode.ROLE_NOT_OF_TENANTS, () -> RoleBinding.inTenant(Role.ADMINISTRATOR, UUID.randomUUID()));
        }
    }

    @Nested
    class LastAdministrator {

        @Test
        void staysWhenAllOthersAreTakenAwayAtOnce() throws Exception {
            RoleBinding administrator = RoleBinding.onPlatform(Role.ADMINISTRATOR);
            List<Principal> all = new ArrayList<>(List.of(people.with(administrator), people.with(administrator)));
            List<String> others = asMachine(() -> accounts.page(PageQuery.of(0, 1_000))).stream()
                    .filter(account -> account.isEnabled() && account.roles().contains(administrator))
                    .map(AccountSummary::username)
                    .filter(name ->
                            all.stream().noneMatch(person -> person.name().equals(name)))
                    .toList();
            others.forEach(name -> asMachine(() -> accounts.removeRole(name, administrator)));

            var next = all.iterator();
            List<String> outcomes = atOnce(2, () -> {
                Principal person;
                synchronized (next) {
                    person = next.next();
                }
                return asMachine(() -> accounts.removeRole(person.name(), administrator))
                        .username();
            });

            assertThat(outcomes).filteredOn("last-administrator"::equals).hasSize(1);
            String left = asMachine(() -> accounts.page(PageQuery.of(0, 1_000))).stream()
                    .filter(account -> account.roles().contains(administrator))
                    .map(AccountSummary::username)
                    .reduce((a, b) -> a + "," + b)
                    .orElseThrow();
            assertCode(
                    ErrorCode.LAST_ADMINISTRATOR,
                    () -> asMachine(() -> accounts.update(left, new UpdateAccount(null, false, null))));
            assertCode(
                    ErrorCode.LAST_ADMINISTRATOR,
                    () -> principals.runAs(Principal.machine(), () -> accounts.delete(left)));
            assertThat(asMachine(() -> accounts.find(left)).isEnabled()).isTrue();
        }
    }

    @Nested
    class Lists {

        @Test
        void arePagedSortedAndFilteredByTheDatabase() {
            asMachine(() -> {
                for (String name : List.of("list-c", "list-a", "list-b", "li_t-d")) {
                    accounts.create(new CreateAccount(name, "", PASSWORD));
                }
                return 0;
            });

            assertThat(usernames(new PageQuery(0, 2, "-username", "LIST-"))).containsExactly("list-c", "list-b");
            assertThat(usernames(new PageQuery(2, 2, "-username", "list-"))).containsExactly("list-a");
            assertThat(usernames(new PageQuery(0, 9, "lastSignedInAt", "list-")))
                    .containsExactly("list-a", "list-b", "list-c");
            assertThat(usernames(new PageQuery(0, 9, "", "li_t")))
                    .as("_ stands for itself")
                    .containsExactly("li_t-d");
            assertThat(usernames(new PageQuery(0, 9, "", "%"))).isEmpty();
            assertThat(asMachine(() -> accounts.count("list-"))).isEqualTo(3);
            assertCode(ErrorCode.INVALID_FIELD, () -> usernames(new PageQuery(0, 9, "passwordHash", "")));
        }

        @Test
        void areWalkedByCursorWithoutGapsOrRepeats() {
            List<String> all = usernames(PageQuery.of(0, 1_000));
            List<String> walked = new ArrayList<>();
            CursorQuery query = CursorQuery.of(null, 3);
            CursorPage<AccountSummary> page;
            do {
                CursorQuery current = query;
                page = asMachine(() -> accounts.list(current));
                page.items().forEach(account -> walked.add(account.username()));
                query = CursorQuery.of(page.next(), 3);
            } while (page.next() != null);

            assertThat(walked).containsExactlyElementsOf(all);
            assertCode(ErrorCode.INVALID_FIELD, () -> CursorQuery.of("***", 3));
        }

        private List<String> usernames(PageQuery query) {
            return asMachine(() -> accounts.page(query)).stream()
                    .map(AccountSummary::username)
                    .toList();
        }
    }

    @Test
    void refusalsAreAuditedThoughNothingElseIsWritten() {
        Principal nobody = people.with();

        assertCode(
                ErrorCode.FORBIDDEN,
                () -> principals.callAs(nobody, () -> accounts.create(new CreateAccount("refused-one", "", PASSWORD))));

        assertThat(audit.committed("user:Create", "user/refused-one")).isEqualTo(1);
        assertThat(audit.events()).anySatisfy(event -> {
            assertThat(event.resource()).isEqualTo("user/refused-one");
            assertThat(event.outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(event.principal()).isEqualTo(nobody.name());
            assertThat(event.accountId()).isEqualTo(nobody.accountId());
        });
    }

    private <T> T asMachine(java.util.function.Supplier<T> act) {
        return principals.callAs(Principal.machine(), act);
    }

    private static void assertCode(ErrorCode code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(IdentityException.class, e -> assertThat(e.errorCode())
                .isEqualTo(code));
    }

    /** Runs the same act on so many threads; an outcome is its result or the code of its refusal. */
    private static List<String> atOnce(int threads, Callable<String> act) throws InterruptedException {
        List<String> outcomes = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            for (Future<String> future : executor.invokeAll(
                    IntStream.range(0, threads).mapToObj(_ -> act).toList())) {
                try {
                    outcomes.add(future.get());
                } catch (ExecutionException e) {
                    outcomes.add(e.getCause() instanceof IdentityException refused ? refused.code() : e.toString());
                }
            }
        }
        return outcomes;
    }
}
