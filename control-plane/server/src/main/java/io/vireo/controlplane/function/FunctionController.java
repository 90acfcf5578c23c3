package io.vireo.controlplane.function;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionConfiguration;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.function.FunctionDocuments.DeploymentDocument;
import io.vireo.controlplane.function.FunctionDocuments.DraftDocument;
import io.vireo.controlplane.function.FunctionDocuments.FunctionDetailDocument;
import io.vireo.controlplane.function.FunctionDocuments.FunctionDocument;
import io.vireo.controlplane.function.FunctionDocuments.VersionDetailDocument;
import io.vireo.controlplane.function.FunctionDocuments.VersionDocument;
import io.vireo.controlplane.rest.TenantNames;
import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Functions, versions and deployments over REST. */
@RestController
@RequestMapping("/api/v1/tenants/{tenant}/functions")
class FunctionController {
    private final FunctionService functions;
    private final TenantNames tenants;
    private final DeploymentFollowers followers;

    FunctionController(FunctionService functions, TenantNames tenants, DeploymentFollowers followers) {
        this.functions = functions;
        this.tenants = tenants;
        this.followers = followers;
    }

    /**
     * @param template to start from; null: from {@code files}
     * @param config null: what the files say
     */
    record NewFunction(
            @Nullable String name,
            @Nullable String template,
            @Nullable Map<String, String> files,
            @Nullable Map<String, byte[]> binaryFiles,
            @Nullable ConfigurationDocument config) {}

    record DraftChange(
            @Nullable Long baseRevision,
            @Nullable Map<String, String> files,
            @Nullable Map<String, byte[]> binaryFiles,
            @Nullable ConfigurationDocument config) {}

    /**
     * @param files null: the version is made of the draft
     * @param config null: what the files say
     */
    record NewVersion(
            @Nullable Map<String, String> files,
            @Nullable Map<String, byte[]> binaryFiles,
            @Nullable ConfigurationDocument config,
            @Nullable String message) {}

    record NewDeployment(@Nullable Integer version) {}

    @GetMapping
    CursorPage<FunctionDocument> list(
            @PathVariable String tenant,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var page = functions.list(tenants.idOf(tenant), CursorQuery.of(cursor, limit));
        return new CursorPage<>(page.items().stream().map(FunctionDocument::of).toList(), page.next());
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    FunctionDetailDocument create(@PathVariable String tenant, @RequestBody NewFunction body) {
        UUID tenantId = tenants.idOf(tenant);
        String name = required("name", body.name);
        if (body.template != null) {
            return FunctionDetailDocument.of(functions.createFromTemplate(tenantId, name, body.template));
        }
        FunctionFiles files = FunctionDocuments.files(body.files, body.binaryFiles);
        FunctionDetail created = functions.create(tenantId, name, files, configuration(files, body.config));
        return FunctionDetailDocument.of(created);
    }

    @GetMapping("/{name}")
    FunctionDetailDocument find(@PathVariable String tenant, @PathVariable String name) {
        return FunctionDetailDocument.of(functions.find(tenants.idOf(tenant), name));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@PathVariable String tenant, @PathVariable String name) {
        functions.delete(tenants.idOf(tenant), name);
    }

    @PutMapping("/{name}/draft")
    DraftDocument saveDraft(@PathVariable String tenant, @PathVariable String name, @RequestBody DraftChange body) {
        FunctionFiles files = FunctionDocuments.files(body.files, body.binaryFiles);
        return DraftDocument.of(functions.saveDraft(
                tenants.idOf(tenant),
                name,
                required("baseRevision", body.baseRevision),
                files,
                configuration(files, body.config)));
    }

    @GetMapping("/{name}/versions")
    CursorPage<VersionDocument> versions(
            @PathVariable String tenant,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        var page = functions.listVersions(tenants.idOf(tenant), name, CursorQuery.of(cursor, limit));
        return new CursorPage<>(page.items().stream().map(VersionDocument::of).toList(), page.next());
    }

    @PostMapping(path = "/{name}/versions", consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    VersionDocument createVersion(
            @PathVariable String tenant, @PathVariable String name, @RequestBody NewVersion body) {
        String message = body.message == null ? "" : body.message;
        if (body.files == null && body.binaryFiles == null) {
            return VersionDocument.of(functions.createVersion(tenants.idOf(tenant), name, message));
        }
        FunctionFiles files = FunctionDocuments.files(body.files, body.binaryFiles);
        return createVersion(tenant, name, files, body.config, message);
    }

    /** The same from an archive in the part {@code archive}. */
    @PostMapping(path = "/{name}/versions", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    VersionDocument createVersionOfArchive(
            @PathVariable String tenant,
            @PathVariable String name,
            @RequestPart MultipartFile archive,
            @RequestPart(required = false) @Nullable ConfigurationDocument config,
            @RequestParam(defaultValue = "") String message)
            throws IOException {
        return createVersion(tenant, name, FunctionFiles.ofArchive(archive.getBytes()), config, message);
    }

    /** The same from an archive as the whole body. */
    @PostMapping(path = "/{name}/versions", consumes = "application/zip")
    @ResponseStatus(HttpStatus.CREATED)
    VersionDocument createVersionOfArchive(
            @PathVariable String tenant,
            @PathVariable String name,
            @RequestBody byte[] archive,
            @RequestParam(defaultValue = "") String message) {
        return createVersion(tenant, name, FunctionFiles.ofArchive(archive), null, message);
    }

    @GetMapping("/{name}/versions/{version}")
    VersionDetailDocument version(@PathVariable String tenant, @PathVariable String name, @PathVariable int version) {
        return VersionDetailDocument.of(functions.version(tenants.idOf(tenant), name, version));
    }

    @GetMapping(path = "/{name}/versions/{version}/archive", produces = "application/zip")
    ResponseEntity<byte[]> archive(@PathVariable String tenant, @PathVariable String name, @PathVariable int version) {
        byte[] archive =
                functions.version(tenants.idOf(tenant), name, version).files().toArchive();
        return ResponseEntity.ok()
                .header("Content-Disposition", "attachment; filename=\"" + name + "-" + version + ".zip\"")
                .body(archive);
    }

    @PostMapping("/{name}/deployments")
    @ResponseStatus(HttpStatus.ACCEPTED)
    DeploymentDocument deploy(@PathVariable String tenant, @PathVariable String name, @RequestBody NewDeployment body) {
        return DeploymentDocument.of(functions.deploy(tenants.idOf(tenant), name, required("version", body.version)));
    }

    /** The newest, at most {@code limit}: what came before is history that nobody pages through. */
    @GetMapping("/{name}/deployments")
    CursorPage<DeploymentDocument> deployments(
            @PathVariable String tenant, @PathVariable String name, @RequestParam(defaultValue = "20") int limit) {
        List<Deployment> newest = functions.deployments(tenants.idOf(tenant), name, PageQuery.of(0, limit));
        return new CursorPage<>(newest.stream().map(DeploymentDocument::of).toList(), null);
    }

    @GetMapping("/{name}/deployments/{id}")
    DeploymentDocument deployment(@PathVariable String tenant, @PathVariable String name, @PathVariable UUID id) {
        return DeploymentDocument.of(functions.deployment(tenants.idOf(tenant), name, id));
    }

    /** The same as server-sent events: how it is, and each change until it has ended. */
    @GetMapping(
            value = "/{name}/deployments/{id}",
            params = "follow=true",
            produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter followDeployment(@PathVariable String tenant, @PathVariable String name, @PathVariable UUID id) {
        UUID tenantId = tenants.idOf(tenant);
        return followers.follow(id, () -> functions.deployment(tenantId, name, id));
    }

    private VersionDocument createVersion(
            String tenant, String name, FunctionFiles files, @Nullable ConfigurationDocument config, String message) {
        return VersionDocument.of(
                functions.createVersion(tenants.idOf(tenant), name, files, configuration(files, config), message));
    }

    private FunctionConfiguration configuration(FunctionFiles files, @Nullable ConfigurationDocument config) {
        FunctionConfiguration brought = functions.configurationIn(files);
        return config == null ? brought : config.over(brought);
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw ControlPlaneException.invalid(field, field + " is missing");
        }
        return value;
    }
}
