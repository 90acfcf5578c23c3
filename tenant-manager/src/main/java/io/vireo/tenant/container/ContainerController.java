package io.vireo.tenant.container;

import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.CreateContainer;
import io.vireo.tenant.Durability;
import io.vireo.tenant.ErrorCode;
import io.vireo.tenant.TenantException;
import io.vireo.tenant.TenantService;
import java.net.URI;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code /api/v1/tenants/{tenant}/containers}. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/containers")
class ContainerController {
    private final ContainerService containers;
    private final TenantService tenants;

    ContainerController(ContainerService containers, TenantService tenants) {
        this.containers = containers;
        this.tenants = tenants;
    }

    /** @param durability {@code fsync}, which is the default, or {@code interval} */
    record NewContainer(@Nullable String name, @Nullable String durability) {}

    /** @param durability {@code fsync} or {@code interval} */
    record ContainerChange(@Nullable String durability) {}

    /** Those in service, or the retired ones that can be restored still. */
    @GetMapping
    CursorPage<ContainerSummary> list(
            @PathVariable String tenant,
            @RequestParam(defaultValue = "false") boolean retired,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        CursorQuery query = CursorQuery.of(cursor, limit);
        return retired ? containers.listRetired(id(tenant), query) : containers.list(id(tenant), query);
    }

    @PostMapping
    ResponseEntity<ContainerSummary> create(@PathVariable String tenant, @RequestBody NewContainer body) {
        if (body.name == null) {
            throw new TenantException(ErrorCode.INVALID_FIELD, "name", "name is missing");
        }
        ContainerSummary created = containers.create(
                id(tenant),
                new CreateContainer(
                        body.name, body.durability == null ? Durability.FSYNC : durability(body.durability)));
        return ResponseEntity.created(URI.create("/api/v1/tenants/" + tenant + "/containers/" + created.name()))
                .body(created);
    }

    private static Durability durability(String text) {
        return Arrays.stream(Durability.values())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new TenantException(
                        ErrorCode.INVALID_FIELD,
                        "durability",
                        "durability is neither fsync nor interval: value=" + text));
    }

    @GetMapping("/{name}")
    ContainerSummary find(@PathVariable String tenant, @PathVariable String name) {
        return containers.find(id(tenant), name);
    }

    /** Changes what is given. */
    @PatchMapping("/{name}")
    ContainerSummary change(
            @PathVariable String tenant, @PathVariable String name, @RequestBody ContainerChange change) {
        if (change.durability == null) {
            throw new TenantException(ErrorCode.INVALID_FIELD, "durability", "nothing is to be changed");
        }
        return containers.changeDurability(id(tenant), name, durability(change.durability));
    }

    /** Retires the container: it can be restored for a time, which the answer tells. */
    @DeleteMapping("/{name}")
    ContainerSummary retire(@PathVariable String tenant, @PathVariable String name) {
        return containers.retire(id(tenant), name);
    }

    /** By its number: the name may have been used again. */
    @PostMapping("/{containerId}/restore")
    ContainerSummary restore(@PathVariable String tenant, @PathVariable long containerId) {
        return containers.restore(id(tenant), containerId);
    }

    private UUID id(String tenant) {
        return tenants.find(tenant).id();
    }
}
