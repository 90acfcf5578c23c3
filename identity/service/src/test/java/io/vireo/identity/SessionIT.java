package io.vireo.identity;

import static io.vireo.identity.support.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.identity.session.LiveSessions;
import io.vireo.identity.support.AuditLog;
import io.vireo.identity.support.People;
import io.vireo.identity.support.TestClock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@IdentityTest
class SessionIT {
    @Autowired
    private SessionService sessions;

    @Autowired
    private AccountService accounts;

    @Autowired
    private LiveSessions live;

    @Autowired
    private PrincipalHolder principals;

    @Autowired
    private ScopedTransactions transactions;

    @Autowired
    private People people;

    @Autowired
    private AuditLog audit;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TestClock clock;

    @Nested
    class SignIn {

        @Test
        void makesATokenThatTheDatabaseDoesNotKnow() {
            Principal person = people.with(RoleBinding.onPlatform(Role.VIEWER));

            IssuedToken issued = sessions.signIn(person.name(), PASSWORD, "10.1.0.1");

            assertThat(live.byToken(issued.token()).orElseThrow().principal()).isEqualTo(person);
            String stored = transactions
                    .readInPlatform(() -> jdbc.sql("select row_to_json(s)::text from session s")
                            .query(String.class)
                            .list())
                    .toString();
            assertThat(stored).contains(issued.id().toString()).doesNotContain(issued.token());
            assertThat(issued.toString()).doesNotContain(issued.token());
        }

        @Test
        void answersUnknownDisabledAndWrongAlike() {
            Principal known = people.with();
            Principal disabled = people.with();
            asMachine(() -> accounts.update(disabled.name(), new UpdateAccount(null, false, null)));

            List<IdentityException> refusals = List.of(
                    refusal(() -> sessions.signIn("no-such-person", PASSWORD, "10.1.1.1")),
                    refusal(() -> sessions.signIn(disabled.name(), PASSWORD, "10.1.1.2")),
                    refusal(() -> sessions.signIn(known.name(), "wrong password here", "10.1.1.3")),
                    refusal(() -> sessions.signIn("", "", "10.1.1.4")),
                    refusal(() -> sessions.signIn("x".repeat(10_000), "", "10.1.1.5")));

            assertThat(refusals).extracting(IdentityException::errorCode).containsOnly(ErrorCode.BAD_CREDENTIALS);
            assertThat(refusals)
                    .extracting(Throwable::getMessage)
                    .containsOnly("the username or the password is wrong");
            assertThat(audit.committed("session:Create", "user/no-such-person")).isEqualTo(1);
        }

        @Test
        void slowsDownWhoGuessesAnAccountAndForgivesWhoKnows() {
            Principal person = people.with();
            for (int attempt = 1; attempt <= 5; attempt++) {
                String address = "10.2.0." + attempt;
                assertCode(
                        ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn(person.name(), "a wrong password", address));
            }

            IdentityException blocked = refusal(() -> sessions.signIn(person.name(), PASSWORD, "10.2.0.9"));
            assertThat(blocked.errorCode()).isEqualTo(ErrorCode.TOO_MANY_ATTEMPTS);
            assertThat(blocked.retryAfterSeconds()).isBetween(1, 2);

            clock.pass(Duration.ofSeconds(3));
            assertCode(ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn(person.name(), "a wrong password", "10.2.0.9"));
            assertThat(refusal(() -> sessions.signIn(person.name(), PASSWORD, "10.2.0.9"))
                            .retryAfterSeconds())
                    .as("doubles")
                    .isBetween(2, 3);

            clock.pass(Duration.ofSeconds(4));
            assertThat(sessions.signIn(person.name(), PASSWORD, "10.2.0.9").token())
                    .isNotEmpty();
            assertCode(ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn(person.name(), "a wrong password", "10.2.0.9"));
            assertThat(sessions.signIn(person.name(), PASSWORD, "10.2.0.9").token())
                    .as("forgotten with the success")
                    .isNotEmpty();
        }

        @Test
        void slowsDownAnAddressThatTriesManyAccounts() {
            String address = "10.3.0.1";
            for (int attempt = 1; attempt <= 50; attempt++) {
                String username = "guess-" + attempt;
                assertCode(ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn(username, "a wrong password", address));
            }

            assertCode(ErrorCode.TOO_MANY_ATTEMPTS, () -> sessions.signIn("guess-51", "a wrong password", address));
            assertCode(ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn("guess-51", "a wrong password", "10.3.0.2"));
            clock.pass(Duration.ofHours(2));
            assertCode(ErrorCode.BAD_CREDENTIALS, () -> sessions.signIn("guess-52", "a wrong password", address));
        }
    }

    @Nested
    class Lifetime {

        @Test
        void endsAfterHalfAnHourWithoutUse() {
            String token = people.token(people.with());

            clock.pass(Duration.ofMinutes(29));
            assertThat(live.byToken(token)).isPresent();
            clock.pass(Duration.ofMinutes(29));
            assertThat(live.byToken(token)).as("was used in between").isPresent();
            clock.pass(Duration.ofMinutes(31));
            assertThat(live.byToken(token)).isEmpty();
        }

        @Test
        void endsAfterTwelveHoursHoweverMuchItIsUsed() {
            String token = people.token(people.with());

            for (int i = 0; i < 12 * 60 / 25; i++) {
                assertThat(live.byToken(token)).isPresent();
                clock.pass(Duration.ofMinutes(25));
            }
            clock.pass(Duration.ofMinutes(25));

            assertThat(live.byToken(token)).isEmpty();
        }

        @Test
        void ofAnApiTokenIsWhatWasAskedFor() {
            Principal person = people.with();
            IssuedToken token = principals.callAs(
                    person, () -> sessions.createApiToken(new CreateApiToken("ci", Duration.ofDays(30))));

            clock.pass(Duration.ofDays(29));
            assertThat(live.byToken(token.token())).as("has no idle limit").isPresent();
            clock.pass(Duration.ofDays(2));
            assertThat(live.byToken(token.token())).isEmpty();
        }

        @Test
        void ofAnApiTokenHasLimits() {
            Principal person = people.with();
            for (Duration lifetime : List.of(Duration.ZERO, Duration.ofSeconds(59), Duration.ofDays(366))) {
                assertCode(
                        ErrorCode.INVALID_FIELD,
                        () -> principals.callAs(
                                person, () -> sessions.createApiToken(new CreateApiToken("ci", lifetime))));
            }
            assertCode(
                    ErrorCode.INVALID_FIELD,
                    () -> principals.callAs(
                            person, () -> sessions.createApiToken(new CreateApiToken(" ", Duration.ofDays(1)))));
            assertCode(
                    ErrorCode.FORBIDDEN,
                    () -> asMachine(() -> sessions.createApiToken(new CreateApiToken("ci", Duration.ofDays(1)))));
        }
    }

    @Nested
    class End {

        @Test
        void isImmediate() {
            Principal person = people.with();
            IssuedToken token = sessions.signIn(person.name(), PASSWORD, "10.4.0.1");

            principals.runAs(person, () -> sessions.end(token.id()));

            assertThat(live.byToken(token.token())).isEmpty();
        }

        @Test
        void ofAnothersSessionIsForWhoManagesAccounts() {
            Principal person = people.with();
            Principal stranger = people.with(RoleBinding.onPlatform(Role.TENANT_ADMINISTRATOR));
            IssuedToken token = sessions.signIn(person.name(), PASSWORD, "10.4.0.2");

            assertCode(ErrorCode.SESSION_NOT_FOUND, () -> principals.runAs(stranger, () -> sessions.end(token.id())));
            assertCode(
                    ErrorCode.SESSION_NOT_FOUND,
                    () -> principals.runAs(stranger, () -> sessions.end(UUID.randomUUID())));
            assertThat(live.byToken(token.token())).isPresent();
            principals.runAs(Principal.machine(), () -> sessions.end(token.id()));
            assertThat(live.byToken(token.token())).isEmpty();
        }
    }

    @Test
    void rolesCountFromTheNextRequestOn() {
        Principal person = people.with();
        String token = people.token(person);
        assertThat(live.byToken(token).orElseThrow().principal().bindings()).isEmpty();

        RoleBinding developer = RoleBinding.onPlatform(Role.DEVELOPER);
        asMachine(() -> accounts.assignRole(person.name(), developer));
        assertThat(live.byToken(token).orElseThrow().principal().bindings()).containsExactly(developer);

        asMachine(() -> accounts.removeRole(person.name(), developer));
        assertThat(live.byToken(token).orElseThrow().principal().bindings()).isEmpty();
    }

    private <T> T asMachine(java.util.function.Supplier<T> act) {
        return principals.callAs(Principal.machine(), act);
    }

    private static IdentityException refusal(ThrowingCallable act) {
        try {
            act.call();
        } catch (IdentityException refused) {
            return refused;
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("was not refused");
    }

    private static void assertCode(ErrorCode code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(IdentityException.class, e -> assertThat(e.errorCode())
                .isEqualTo(code));
    }
}
