package io.vireo.identity.session;

import io.vireo.identity.CreateApiToken;
import io.vireo.identity.IdentityException;
import io.vireo.identity.IssuedToken;
import io.vireo.identity.SessionService;
import io.vireo.identity.SessionSummary;
import io.vireo.identity.principal.CurrentSession;
import io.vireo.identity.rest.Fields;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/sessions} and {@code /api/v1/tokens}. */
@RestController
@RequestMapping("/api/v1")
class SessionController {
    private final SessionService sessions;

    SessionController(SessionService sessions) {
        this.sessions = sessions;
    }

    record Credentials(@Nullable String username, @Nullable String password) {}

    record NewToken(@Nullable String name, @Nullable Long lifetimeSeconds) {}

    record Issued(UUID id, String token, Instant expiresAt) {}

    record Session(
            UUID id,
            String kind,
            String name,
            String address,
            Instant createdAt,
            Instant lastUsedAt,
            Instant expiresAt,
            boolean current) {}

    record Sessions(List<Session> items, @Nullable String next) {}

    @PostMapping("/sessions")
    @ResponseStatus(HttpStatus.CREATED)
    Issued signIn(@RequestBody Credentials body, HttpServletRequest request) {
        return issued(sessions.signIn(
                Fields.required("username", body.username),
                Fields.required("password", body.password),
                request.getRemoteAddr()));
    }

    @GetMapping("/sessions")
    Sessions own() {
        return new Sessions(sessions.own().stream().map(SessionController::json).toList(), null);
    }

    /** {@code current} stands for the session that the request came with. */
    @DeleteMapping("/sessions/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void end(@PathVariable String id) {
        sessions.end(sessionId(id));
    }

    @PostMapping("/tokens")
    @ResponseStatus(HttpStatus.CREATED)
    Issued createToken(@RequestBody NewToken body) {
        if (body.lifetimeSeconds == null) {
            throw IdentityException.invalid("lifetimeSeconds", "is missing");
        }
        return issued(sessions.createApiToken(
                new CreateApiToken(Fields.required("name", body.name), Duration.ofSeconds(body.lifetimeSeconds))));
    }

    private static UUID sessionId(String id) {
        if ("current".equals(id)) {
            return CurrentSession.id()
                    .orElseThrow(() ->
                            IdentityException.invalid("id", "names no session: the machine's credential has none"));
        }
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw IdentityException.invalid("id", "is no session id: value=" + id);
        }
    }

    private static Issued issued(IssuedToken token) {
        return new Issued(token.id(), token.token(), token.expiresAt());
    }

    private static Session json(SessionSummary session) {
        return new Session(
                session.id(),
                session.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                session.name(),
                session.address(),
                session.createdAt(),
                session.lastUsedAt(),
                session.expiresAt(),
                session.isCurrent());
    }
}
