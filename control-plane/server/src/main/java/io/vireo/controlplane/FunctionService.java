package io.vireo.controlplane;

import io.vireo.identity.CursorPage;
import io.vireo.identity.CursorQuery;
import io.vireo.identity.PageQuery;
import java.util.List;
import java.util.UUID;

/**
 * Functions, their drafts, versions and deployments. Every call is checked for the current principal ({@code
 * function:Read|Create|Deploy|Delete} on {@code function/NAME} of the tenant) and throws what {@code Authorizer} throws
 * when it is refused. Any thread.
 */
public interface FunctionService {

    /**
     * Rows of the tenant's list of functions, ordered by name unless the query says otherwise.
     *
     * @param query sort: {@code name}, {@code changedAt}, {@code createdAt}; filter: part of the name
     */
    List<FunctionSummary> page(UUID tenantId, PageQuery query);

    /** Number of functions of the tenant whose name contains the filter. */
    long count(UUID tenantId, String filter);

    /** A page of the tenant's functions by name. */
    CursorPage<FunctionSummary> list(UUID tenantId, CursorQuery query);

    /**
     * One function with its draft and last deployment.
     *
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}
     */
    FunctionDetail find(UUID tenantId, String name);

    /**
     * Creates a function whose draft holds the given code; nothing is deployed.
     *
     * @param name 1 to 63 of {@code a-z 0-9 -}, starting and ending with a letter or digit
     * @throws ControlPlaneException {@code NAME_TAKEN}, {@code INVALID_FIELD}
     */
    FunctionDetail create(UUID tenantId, String name, FunctionFiles files, FunctionConfiguration configuration);

    /**
     * Creates a function from a template.
     *
     * @throws ControlPlaneException {@code NAME_TAKEN}, {@code INVALID_FIELD}, {@code TEMPLATE_NOT_FOUND}
     */
    FunctionDetail createFromTemplate(UUID tenantId, String name, String templateId);

    /**
     * Saves the draft if nobody else has since the caller read it. Unfinished code and configuration are accepted; only
     * the limits of {@link FunctionFiles} hold.
     *
     * @param baseRevision {@link FunctionDraft#revision()} of what the caller edited
     * @return the draft as it is now stored
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}, {@code DRAFT_CHANGED}
     */
    FunctionDraft saveDraft(
            UUID tenantId, String name, long baseRevision, FunctionFiles files, FunctionConfiguration configuration);

    /**
     * Makes an immutable version of the draft.
     *
     * @param message what changed, at most 500 characters
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}, {@code INVALID_FIELD}, {@code CONTAINER_MISSING}
     */
    FunctionVersionSummary createVersion(UUID tenantId, String name, String message);

    /**
     * Makes an immutable version of the given code, which also becomes the draft. Creates the function if there is none
     * of this name and the caller may create it.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD}, {@code CONTAINER_MISSING}
     */
    FunctionVersionSummary createVersion(
            UUID tenantId, String name, FunctionFiles files, FunctionConfiguration configuration, String message);

    /**
     * Reads the configuration that files bring along: {@code function.yaml}, or the {@code @nuclio.configure} comment at
     * the head of a source file; what they do not say is {@link FunctionConfiguration#DEFAULT}.
     *
     * @throws ControlPlaneException {@code INVALID_FIELD} naming the key at fault
     */
    FunctionConfiguration configurationIn(FunctionFiles files);

    /** Versions of a function, newest first. */
    List<FunctionVersionSummary> versions(UUID tenantId, String name, PageQuery query);

    /** Number of versions of a function. */
    long countVersions(UUID tenantId, String name);

    /** A page of a function's versions, newest first. */
    CursorPage<FunctionVersionSummary> listVersions(UUID tenantId, String name, CursorQuery query);

    /**
     * A version with its files.
     *
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}, {@code VERSION_NOT_FOUND}
     */
    FunctionVersion version(UUID tenantId, String name, int version);

    /**
     * Puts a version into service, an older one to roll back. Returns at once; {@link DeploymentChanged} tells how it
     * goes on. A deployment that is still under way ends as superseded.
     *
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}, {@code VERSION_NOT_FOUND}, {@code CONTAINER_MISSING}
     */
    Deployment deploy(UUID tenantId, String name, int version);

    /**
     * One deployment.
     *
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}, {@code DEPLOYMENT_NOT_FOUND}
     */
    Deployment deployment(UUID tenantId, String name, UUID deploymentId);

    /** Deployments of a function, newest first. */
    List<Deployment> deployments(UUID tenantId, String name, PageQuery query);

    /** Number of deployments of a function. */
    long countDeployments(UUID tenantId, String name);

    /**
     * Deletes a function with its draft, versions and deployments; nodes stop its workers. Its log stays in the tenant's
     * system container.
     *
     * @throws ControlPlaneException {@code FUNCTION_NOT_FOUND}
     */
    void delete(UUID tenantId, String name);
}
