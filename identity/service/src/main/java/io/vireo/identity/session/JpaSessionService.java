package io.vireo.identity.session;

import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CreateApiToken;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.IssuedToken;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.identity.ScopedTransactions;
import io.vireo.identity.SessionService;
import io.vireo.identity.SessionSummary;
import io.vireo.identity.SessionSummary.Kind;
import io.vireo.identity.account.Account;
import io.vireo.identity.account.AccountChanged;
import io.vireo.identity.account.Accounts;
import io.vireo.identity.account.PasswordHasher;
import io.vireo.identity.account.SignInFailures;
import io.vireo.identity.principal.CurrentSession;
import io.vireo.identity.secret.Randomness;
import io.vireo.identity.secret.Sha256;
import io.vireo.policy.Action;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/** Sessions and tokens in the database: of a token only the hash. */
@Service
public class JpaSessionService implements SessionService {
    /** Without use a session ends after this. */
    public static final Duration IDLE = Duration.ofMinutes(30);

    /** In any case a session ends after this. */
    public static final Duration LIFETIME = Duration.ofHours(12);

    static final Duration MIN_TOKEN_LIFETIME = Duration.ofMinutes(1);
    static final Duration MAX_TOKEN_LIFETIME = Duration.ofDays(365);
    static final int MAX_API_TOKENS = 50;
    static final int MAX_NAME_LENGTH = 100;

    private static final String SESSION_PREFIX = "vs_";
    private static final String API_TOKEN_PREFIX = "vt_";

    private final SessionRepository repository;
    private final Accounts accounts;
    private final PasswordHasher passwords;
    private final SignInFailures failures;
    private final ScopedTransactions transactions;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Auditor auditor;
    private final Clock clock;

    JpaSessionService(
            SessionRepository repository,
            Accounts accounts,
            PasswordHasher passwords,
            SignInFailures failures,
            ScopedTransactions transactions,
            Authorizer authorizer,
            PrincipalHolder principals,
            Auditor auditor,
            Clock clock) {
        this.repository = repository;
        this.accounts = accounts;
        this.passwords = passwords;
        this.failures = failures;
        this.transactions = transactions;
        this.authorizer = authorizer;
        this.principals = principals;
        this.auditor = auditor;
        this.clock = clock;
    }

    @Override
    public IssuedToken signIn(String username, String password, String address) {
        String token = Randomness.token(SESSION_PREFIX);
        StoredSession session = signIn(username, password, address, Kind.PROGRAM, Sha256.of(token));
        return new IssuedToken(session.getId(), token, session.expiresAt());
    }

    /**
     * Signs in by username and password, for a browser: its HTTP session remembers the id of the session.
     *
     * @throws IdentityException {@code BAD_CREDENTIALS}, {@code TOO_MANY_ATTEMPTS}
     */
    public UUID signInBrowser(String username, String password, String address) {
        return signIn(username, password, address, Kind.BROWSER, null).getId();
    }

    private StoredSession signIn(
            String username, String password, String address, Kind kind, byte @Nullable [] tokenSha256) {
        failures.attempt(username, address);
        Optional<Account> account = transactions.readInPlatform(() -> accounts.findByUsername(username));
        boolean isRight = passwords.verify(password, accounts.passwordHash(account));
        if (!isRight || account.isEmpty() || !account.get().isEnabled()) {
            auditor.publish(username, "session:Create", Resource.account(username), Outcome.REFUSED, Map.of());
            throw new IdentityException(ErrorCode.BAD_CREDENTIALS, "the username or the password is wrong");
        }
        StoredSession session = transactions.inPlatform(() -> {
            Account signedIn = accounts.require(username);
            if (!signedIn.isEnabled()) {
                throw new IdentityException(ErrorCode.BAD_CREDENTIALS, "the username or the password is wrong");
            }
            signedIn.signedIn(clock.instant());
            repository.deleteExpired(clock.instant());
            String name = kind == Kind.BROWSER ? "browser" : "program";
            auditor.publish(username, "session:Create", Resource.account(username), Outcome.DONE, Map.of("kind", name));
            return repository.save(new StoredSession(
                    signedIn.id(), kind, name, tokenSha256, address, clock.instant(), IDLE, LIFETIME));
        });
        failures.succeeded(username, address);
        return session;
    }

    @Override
    public List<SessionSummary> own() {
        UUID accountId = principals.require().accountId();
        return accountId == null ? List.of() : alive(accountId);
    }

    @Override
    public List<SessionSummary> of(String username) {
        if (!username.equals(principals.require().name())) {
            authorizer.require(Action.USER_READ, Resource.account(username));
        }
        return transactions.readInPlatform(
                () -> alive(accounts.require(username).id()));
    }

    @Override
    public IssuedToken createApiToken(CreateApiToken command) {
        UUID accountId = requireAccount();
        checkName(command.name());
        checkLifetime(command.lifetime());
        String token = Randomness.token(API_TOKEN_PREFIX);
        return transactions.inPlatform(() -> {
            long held = repository.countByAccountIdAndKindAndExpiresAtAfter(accountId, Kind.API_TOKEN, clock.instant());
            if (held >= MAX_API_TOKENS) {
                throw new IdentityException(
                        ErrorCode.TOO_MANY_KEYS, "the account has as many API tokens as it may: max=" + MAX_API_TOKENS);
            }
            StoredSession session = repository.save(new StoredSession(
                    accountId,
                    Kind.API_TOKEN,
                    command.name().strip(),
                    Sha256.of(token),
                    "",
                    clock.instant(),
                    Duration.ZERO,
                    command.lifetime()));
            String username = principals.require().name();
            auditor.publish(
                    username,
                    "session:Create",
                    Resource.account(username),
                    Outcome.DONE,
                    Map.of("kind", "api token", "name", command.name()));
            return new IssuedToken(session.getId(), token, session.expiresAt());
        });
    }

    @Override
    public void end(UUID sessionId) {
        Principal caller = principals.require();
        StoredSession session = transactions
                .readInPlatform(() -> repository.findById(sessionId))
                .orElseThrow(() -> notFound(sessionId));
        String owner = transactions
                .readInPlatform(() -> accounts.findById(session.accountId()))
                .map(Account::username)
                .orElseThrow(() -> notFound(sessionId));
        if (!session.accountId().equals(caller.accountId())) {
            if (!authorizer.allows(Action.USER_UPDATE, Resource.account(owner))) {
                throw notFound(sessionId); // whose session it is, or whether it is one, is not the caller's business
            }
        }
        transactions.inPlatform(() -> {
            repository.deleteById(sessionId);
            auditor.publish(
                    caller.name(),
                    "session:Delete",
                    Resource.account(owner),
                    Outcome.DONE,
                    Map.of("session", sessionId.toString()));
            return sessionId;
        });
    }

    @Override
    public void endOthers() {
        UUID accountId = requireAccount();
        String username = principals.require().name();
        transactions.inPlatform(() -> {
            int ended =
                    repository.deleteOfAccount(accountId, CurrentSession.id().orElse(AccountChanged.NONE));
            auditor.publish(
                    username,
                    "session:Delete",
                    Resource.account(username),
                    Outcome.DONE,
                    Map.of("ended", Integer.toString(ended)));
            return ended;
        });
    }

    @EventListener
    void on(AccountChanged change) {
        if (change.endsSessions()) {
            repository.deleteOfAccount(change.accountId(), change.keptSessionId());
        }
    }

    private List<SessionSummary> alive(UUID accountId) {
        Optional<UUID> current = CurrentSession.id();
        return transactions.readInPlatform(() -> repository.alive(accountId, clock.instant()).stream()
                .map(session -> session.toSummary(current))
                .toList());
    }

    private UUID requireAccount() {
        UUID accountId = principals.require().accountId();
        if (accountId == null) {
            throw new IdentityException(ErrorCode.FORBIDDEN, "only a person has sessions and tokens");
        }
        return accountId;
    }

    private static void checkName(String name) {
        String stripped = name.strip();
        if (stripped.isEmpty() || stripped.length() > MAX_NAME_LENGTH) {
            throw IdentityException.invalid("name", "must have 1 to " + MAX_NAME_LENGTH + " characters");
        }
    }

    private static void checkLifetime(Duration lifetime) {
        if (lifetime.compareTo(MIN_TOKEN_LIFETIME) < 0 || lifetime.compareTo(MAX_TOKEN_LIFETIME) > 0) {
            throw IdentityException.invalid(
                    "lifetime", "must be between " + MIN_TOKEN_LIFETIME + " and " + MAX_TOKEN_LIFETIME);
        }
    }

    private static IdentityException notFound(UUID sessionId) {
        return new IdentityException(ErrorCode.SESSION_NOT_FOUND, "there is no such session: id=" + sessionId);
    }
}
