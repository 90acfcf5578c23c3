package io.vireo.identity.session;

import io.vireo.identity.Principal;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.ScopedTransactions;
import io.vireo.identity.secret.Sha256;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Turns a credential into a principal, on every request anew and by one statement: so a session that was ended, an account that was
 * disabled and a role that was taken count from the next request on.
 */
@Component
public class LiveSessions {
    /** How old the note of the last use may get: a request is not worth a write each. */
    static final Duration USE_GRAIN = Duration.ofSeconds(60);

    private static final String SELECT = """
            select s.id, s.last_used_at, a.id as account_id, a.username, b.role, b.tenant_id
            from session s
              join account a on a.id = s.account_id and a.is_enabled
              left join role_binding b on b.account_id = a.id
            where s.expires_at > :now
              and (s.idle_seconds = 0 or s.last_used_at + make_interval(secs => s.idle_seconds) > :now)
            """;

    private final SessionRepository repository;
    private final ScopedTransactions transactions;
    private final JdbcClient jdbc;
    private final Clock clock;

    LiveSessions(SessionRepository repository, ScopedTransactions transactions, JdbcClient jdbc, Clock clock) {
        this.repository = repository;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * A session that counts right now.
     *
     * @param principal its person with the roles of this moment
     */
    public record LiveSession(UUID id, Instant lastUsedAt, Principal principal) {}

    /** The session or API token behind a bearer token; notes the use. */
    public Optional<LiveSession> byToken(String token) {
        return touched(find("and s.token_sha256 = :key", Sha256.of(token)));
    }

    /** A browser's session; notes the use if a person caused it. */
    public Optional<LiveSession> byBrowser(UUID sessionId, boolean isUse) {
        Optional<LiveSession> found = find("and s.id = :key and s.kind = 'BROWSER'", sessionId);
        return isUse ? touched(found) : found;
    }

    private Optional<LiveSession> touched(Optional<LiveSession> found) {
        Instant now = clock.instant();
        found.filter(session -> session.lastUsedAt().plus(USE_GRAIN).isBefore(now))
                .ifPresent(session -> transactions.inPlatform(() -> repository.touch(session.id(), now)));
        return found;
    }

    private Optional<LiveSession> find(String condition, Object key) {
        List<Row> rows = transactions.readInPlatform(() -> jdbc.sql(SELECT + condition)
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("key", key)
                .query((result, _) -> Row.of(result))
                .list());
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        Row first = rows.getFirst();
        Set<RoleBinding> bindings = new HashSet<>();
        for (Row row : rows) {
            if (row.role != null) {
                bindings.add(new RoleBinding(Role.valueOf(row.role), row.tenantId));
            }
        }
        return Optional.of(new LiveSession(
                first.id,
                first.lastUsedAt,
                new Principal(Principal.Kind.PERSON, first.accountId, first.username, bindings)));
    }

    private record Row(
            UUID id,
            Instant lastUsedAt,
            UUID accountId,
            String username,
            @Nullable String role,
            @Nullable UUID tenantId) {
        static Row of(ResultSet result) throws SQLException {
            return new Row(
                    result.getObject("id", UUID.class),
                    result.getObject("last_used_at", OffsetDateTime.class).toInstant(),
                    result.getObject("account_id", UUID.class),
                    result.getString("username"),
                    result.getString("role"),
                    result.getObject("tenant_id", UUID.class));
        }
    }
}
