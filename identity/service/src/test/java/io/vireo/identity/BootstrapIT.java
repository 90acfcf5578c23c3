package io.vireo.identity;

import static io.vireo.identity.support.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vireo.identity.support.AuditLog;
import io.vireo.identity.support.People;
import io.vireo.identity.support.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;

@IdentityTest
class BootstrapIT {
    @Autowired
    private BootstrapService bootstrap;

    @Autowired
    private AccountService accounts;

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

    @Value("${vireo.data-directory}")
    private Path dataDirectory;

    private Path linkFile;

    /** As after a restored backup without one: services never let the last administrator go. */
    @BeforeEach
    void leaveNoAdministrator() {
        linkFile = dataDirectory.resolve("run/bootstrap-link");
        transactions.inPlatform(() -> jdbc.sql("delete from role_binding where role = 'ADMINISTRATOR'")
                .update());
    }

    @Test
    void writesALinkThatOnlyTheOwnerOfTheMachineReads() throws Exception {
        String link = link();

        assertThat(bootstrap.isPending()).isTrue();
        assertThat(link).matches("http://127\\.0\\.0\\.1:\\d+/welcome\\?token=vb_[A-Za-z0-9_-]{43}");
        assertThat(Files.readString(linkFile)).isEqualTo(link);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(linkFile)))
                .isEqualTo("rw-------");
        assertThat(bootstrap.isValid(token(link))).isTrue();
        assertThat(link()).as("stays the same while it is valid").isEqualTo(link);
        Principal person = people.with(RoleBinding.onPlatform(Role.TENANT_ADMINISTRATOR));
        assertCode(ErrorCode.FORBIDDEN, () -> principals.callAs(person, () -> bootstrap.link()));
    }

    @Test
    void renewsALinkAfterAnHour() {
        String old = link();

        clock.pass(Duration.ofMinutes(61));

        assertThat(bootstrap.isValid(token(old))).isFalse();
        assertCode(ErrorCode.BOOTSTRAP_TOKEN_INVALID, () -> create(token(old), "too-late"));
        assertThat(link()).isNotEqualTo(old);
    }

    @Test
    void renewsALinkWhoseFileIsGone() throws Exception {
        String old = link();

        Files.delete(linkFile);

        assertThat(link()).isNotEqualTo(old);
        assertThat(bootstrap.isValid(token(old))).isFalse();
    }

    @Test
    void movesALinkToTheAddressOfNowAndKeepsItsToken() throws Exception {
        String link = link();
        Files.writeString(linkFile, link.replaceFirst(":\\d+/", ":1/"));

        assertThat(link()).isEqualTo(link);

        assertThat(Files.readString(linkFile)).isEqualTo(link);
        assertThat(bootstrap.isValid(token(link))).isTrue();
    }

    @Test
    void makesOneAdministratorHoweverManyUseTheLink() throws Exception {
        String token = token(link());

        List<String> outcomes = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<String> future : threads.invokeAll(IntStream.range(0, 4)
                    .<java.util.concurrent.Callable<String>>mapToObj(
                            i -> () -> create(token, "first-" + i).username())
                    .toList())) {
                try {
                    outcomes.add(future.get());
                } catch (ExecutionException e) {
                    outcomes.add(((IdentityException) e.getCause()).code());
                }
            }
        }

        assertThat(outcomes).filteredOn(outcome -> outcome.startsWith("first-")).hasSize(1);
        assertThat(outcomes)
                .filteredOn(outcome -> !outcome.startsWith("first-"))
                .containsOnly("already-bootstrapped");
        String name = outcomes.stream()
                .filter(outcome -> outcome.startsWith("first-"))
                .findFirst()
                .orElseThrow();
        AccountSummary first = principals.callAs(Principal.machine(), () -> accounts.find(name));
        assertThat(first.roles()).containsExactly(RoleBinding.onPlatform(Role.ADMINISTRATOR));
        assertThat(audit.committed("user:Create", "user/" + name)).isEqualTo(1);
        assertThat(bootstrap.isPending()).isFalse();
        assertThat(bootstrap.isValid(token)).isFalse();
        assertThat(linkFile).doesNotExist();
        assertThat(principals.callAs(Principal.machine(), () -> bootstrap.link()))
                .isEmpty();
    }

    @Test
    void refusesATokenThatWasNotGivenOut() {
        link();

        assertThat(bootstrap.isValid("")).isFalse();
        assertCode(ErrorCode.BOOTSTRAP_TOKEN_INVALID, () -> create("vb_guessed", "guesser"));
        assertThat(bootstrap.isPending()).isTrue();
    }

    private String link() {
        return principals.callAs(Principal.machine(), () -> bootstrap.link()).orElseThrow();
    }

    private AccountSummary create(String token, String username) {
        return bootstrap.createFirstAdministrator(token, new CreateAccount(username, "", PASSWORD));
    }

    private static String token(String link) {
        return link.substring(link.indexOf('=') + 1);
    }

    private static void assertCode(ErrorCode code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(IdentityException.class, e -> assertThat(e.errorCode())
                .isEqualTo(code));
    }
}
