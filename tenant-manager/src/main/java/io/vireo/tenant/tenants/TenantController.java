package io.vireo.tenant.tenants;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.DataToken;
import io.vireo.identity.DataTokenService;
import io.vireo.tenant.CreateTenant;
import io.vireo.tenant.ErrorCode;
import io.vireo.tenant.TenantException;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants}, and a caller's way to a tenant's data. */
@RestController
@RequestMapping("/api/v1/tenants")
class TenantController {
    private final TenantService tenants;
    private final DataTokenService dataTokens;
    private final int nativePort;

    TenantController(
            TenantService tenants,
            DataTokenService dataTokens,
            @Value("${vireo.gateway.native-port:8081}") int nativePort) {
        this.tenants = tenants;
        this.dataTokens = dataTokens;
        this.nativePort = nativePort;
    }

    record NewTenant(@Nullable String name, @Nullable String displayName) {}

    record Endpoints(@JsonProperty("native") String nativeApi, String functions) {}

    record TenantJson(
            UUID id,
            String name,
            String displayName,
            String state,
            Endpoints endpoints,
            Instant createdAt,
            @Nullable Instant restorableUntil) {}

    record DataTokenJson(String token, Instant expiresAt, Endpoints endpoints) {}

    @GetMapping
    CursorPage<TenantJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        CursorPage<TenantSummary> page = tenants.list(CursorQuery.of(cursor, limit));
        return new CursorPage<>(page.items().stream().map(this::json).toList(), page.next());
    }

    @PostMapping
    ResponseEntity<TenantJson> create(@RequestBody NewTenant body) {
        if (body.name == null) {
            throw new TenantException(ErrorCode.INVALID_FIELD, "name", "name is missing");
        }
        TenantSummary created =
                tenants.create(new CreateTenant(body.name, Objects.requireNonNullElse(body.displayName, "")));
        return ResponseEntity.created(URI.create("/api/v1/tenants/" + created.name()))
                .body(json(created));
    }

    @GetMapping("/{tenant}")
    TenantJson find(@PathVariable String tenant) {
        return json(tenants.find(tenant));
    }

    /** Retires the tenant: it can be restored for a time, which the answer tells. */
    @DeleteMapping("/{tenant}")
    TenantJson retire(@PathVariable String tenant) {
        return json(tenants.retire(tenants.find(tenant).id()));
    }

    @PostMapping("/{tenant}/restore")
    TenantJson restore(@PathVariable String tenant) {
        return json(tenants.restore(tenants.find(tenant).id()));
    }

    @PostMapping("/{tenant}/data-token")
    DataTokenJson dataToken(@PathVariable String tenant) {
        TenantSummary found = tenants.find(tenant);
        DataToken token = dataTokens.issue(found.id());
        return new DataTokenJson(token.token(), token.expiresAt(), endpoints(found));
    }

    private TenantJson json(TenantSummary tenant) {
        return new TenantJson(
                tenant.id(),
                tenant.name(),
                tenant.displayName(),
                tenant.state().name().toLowerCase(Locale.ROOT),
                endpoints(tenant),
                tenant.createdAt(),
                tenant.restorableUntil());
    }

    /** A tenant that listens on every address is reached by loopback from here. */
    private Endpoints endpoints(TenantSummary tenant) {
        String host = "0.0.0.0".equals(tenant.address()) ? "127.0.0.1" : tenant.address();
        String base = "http://" + host + ":" + nativePort;
        return new Endpoints(base, base + "/functions");
    }
}
