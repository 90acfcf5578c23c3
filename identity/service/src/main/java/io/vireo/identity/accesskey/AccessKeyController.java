package io.vireo.identity.accesskey;

import io.vireo.identity.AccessKeyService;
import io.vireo.identity.AccessKeySummary;
import io.vireo.identity.CreateAccessKey;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.IssuedAccessKey;
import io.vireo.identity.rest.Fields;
import io.vireo.policy.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/keys}. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/keys")
class AccessKeyController {
    private final AccessKeyService keys;
    private final Fields fields;

    AccessKeyController(AccessKeyService keys, Fields fields) {
        this.keys = keys;
        this.fields = fields;
    }

    record NewKey(
            @Nullable String name,
            @Nullable String user,
            @Nullable Long lifetimeSeconds,
            @Nullable List<Statement> statements) {}

    @GetMapping
    CursorPage<AccessKeySummary> list(
            @PathVariable String tenant,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return keys.list(fields.tenantId(tenant), CursorQuery.of(cursor, limit));
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    IssuedAccessKey create(@PathVariable String tenant, @RequestBody NewKey body) {
        return keys.create(
                fields.tenantId(tenant),
                new CreateAccessKey(
                        Fields.required("name", body.name),
                        body.user,
                        body.lifetimeSeconds == null ? null : Duration.ofSeconds(body.lifetimeSeconds),
                        Objects.requireNonNullElse(body.statements, List.of())));
    }

    @DeleteMapping("/{accessKeyId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@PathVariable String tenant, @PathVariable String accessKeyId) {
        keys.revoke(fields.tenantId(tenant), accessKeyId);
    }
}
