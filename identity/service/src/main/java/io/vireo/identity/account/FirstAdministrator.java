package io.vireo.identity.account;

import io.vireo.identity.AccountSummary;
import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.Auditor;
import io.vireo.identity.BootstrapService;
import io.vireo.identity.CreateAccount;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.ScopedTransactions;
import io.vireo.identity.secret.Randomness;
import io.vireo.identity.secret.SecretFile;
import io.vireo.identity.secret.Sha256;
import io.vireo.policy.Action;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * The one-time link. The database keeps the hash of its token, the file {@code run/bootstrap-link} the link itself; either
 * without the other is worth nothing, and the link is then made anew.
 */
@Service
class FirstAdministrator implements BootstrapService, SmartInitializingSingleton {
    static final Duration LIFETIME = Duration.ofHours(1);

    private static final String TOKEN_PARAMETER = "/welcome?token=";

    private final Accounts accounts;
    private final RoleAssignments roles;
    private final PasswordHasher passwords;
    private final ScopedTransactions transactions;
    private final PrincipalHolder principals;
    private final Auditor auditor;
    private final JdbcClient jdbc;
    private final Clock clock;
    private final Environment environment;
    private final SecretFile linkFile;

    FirstAdministrator(
            Accounts accounts,
            RoleAssignments roles,
            PasswordHasher passwords,
            ScopedTransactions transactions,
            PrincipalHolder principals,
            Auditor auditor,
            JdbcClient jdbc,
            Clock clock,
            Environment environment,
            @Value("${vireo.data-directory}") Path dataDirectory) {
        this.accounts = accounts;
        this.roles = roles;
        this.passwords = passwords;
        this.transactions = transactions;
        this.principals = principals;
        this.auditor = auditor;
        this.jdbc = jdbc;
        this.clock = clock;
        this.environment = environment;
        this.linkFile = new SecretFile(dataDirectory.resolve("run").resolve("bootstrap-link"));
    }

    /** Before the first request is served, so that whoever waits for that finds the file. */
    @Override
    public void afterSingletonsInstantiated() {
        principals.callAs(Principal.platform("bootstrap"), this::link);
    }

    @Override
    public boolean isPending() {
        return transactions.readInPlatform(() -> !roles.hasEnabledAdministrator());
    }

    @Override
    public boolean isValid(String token) {
        return transactions.readInPlatform(() -> isCurrent(token) && !roles.hasEnabledAdministrator());
    }

    @Override
    public Optional<String> link() {
        if (principals.require().kind() == Principal.Kind.PERSON) {
            throw new IdentityException(ErrorCode.FORBIDDEN, "the link is for the owner of the machine");
        }
        if (!isPending()) {
            linkFile.delete();
            return Optional.empty();
        }
        return Optional.of(present().orElseGet(this::makeLink));
    }

    /** The link of the token that still counts, at the address of now: ports move when others took them between two starts. */
    private Optional<String> present() {
        Optional<String> written = linkFile.read().map(content -> new String(content, StandardCharsets.UTF_8).strip());
        return written.map(link -> link.substring(link.indexOf('=') + 1))
                .filter(this::isValid)
                .map(this::linkOf)
                .map(link -> written.get().equals(link) ? link : keep(link));
    }

    private String makeLink() {
        String token = Randomness.token("vb_");
        transactions.inPlatform(() -> jdbc.sql("""
                        insert into bootstrap_token (id, token_sha256, expires_at) values (1, ?, ?)
                        on conflict (id) do update set token_sha256 = excluded.token_sha256, expires_at = excluded.expires_at
                        """)
                .params(Sha256.of(token), clock.instant().plus(LIFETIME).atOffset(ZoneOffset.UTC))
                .update());
        return keep(linkOf(token));
    }

    private String linkOf(String token) {
        return consoleAddress() + TOKEN_PARAMETER + token;
    }

    private String keep(String link) {
        linkFile.replace(link.getBytes(StandardCharsets.UTF_8));
        return link;
    }

    @Override
    public AccountSummary createFirstAdministrator(String token, CreateAccount command) {
        if (!isPending()) {
            throw alreadyBootstrapped();
        }
        if (!isValid(token)) {
            throw invalidToken();
        }
        AccountRules.check(command);
        String passwordHash = passwords.hash(command.password());
        AccountSummary administrator = transactions.inPlatform(() -> {
            roles.lockAdministrators(); // of several who use the link at once, one comes through
            if (roles.hasEnabledAdministrator()) {
                throw alreadyBootstrapped();
            }
            if (!isCurrent(token)) {
                throw invalidToken();
            }
            Account account = accounts.store(command, passwordHash);
            roles.give(account, RoleBinding.onPlatform(Role.ADMINISTRATOR));
            jdbc.sql("delete from bootstrap_token").update();
            auditor.publish(
                    command.username(),
                    Action.USER_CREATE.wireName(),
                    Resource.account(command.username()),
                    Outcome.DONE,
                    Map.of("role", Role.ADMINISTRATOR.wireName(), "by", "one-time link"));
            return accounts.summary(account);
        });
        linkFile.delete();
        return administrator;
    }

    /** Within the caller's transaction. */
    private boolean isCurrent(String token) {
        return jdbc.sql("select token_sha256 from bootstrap_token where expires_at > ?")
                .param(OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .query(byte[].class)
                .optional()
                .map(hash -> MessageDigest.isEqual(hash, Sha256.of(token)))
                .orElse(false);
    }

    /** The port that the server listens on, once it does; what it was told to listen on, before. */
    private String consoleAddress() {
        String host = environment.getProperty("vireo.listen-address", "127.0.0.1");
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "8080"));
        return "http://" + ("0.0.0.0".equals(host) || "::".equals(host) ? "127.0.0.1" : host) + ":" + port;
    }

    private static IdentityException alreadyBootstrapped() {
        return new IdentityException(ErrorCode.ALREADY_BOOTSTRAPPED, "there is an administrator already");
    }

    private static IdentityException invalidToken() {
        return new IdentityException(
                ErrorCode.BOOTSTRAP_TOKEN_INVALID, "token", "the link expired or was used: run vireo up for another");
    }
}
