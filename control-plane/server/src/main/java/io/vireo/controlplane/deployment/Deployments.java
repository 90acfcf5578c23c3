package io.vireo.controlplane.deployment;

import io.vireo.controlplane.ControlPlaneException;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.DeploymentChanged;
import io.vireo.controlplane.ErrorCode;
import io.vireo.controlplane.node.DesiredStateChanged;
import io.vireo.identity.PageQuery;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Starts and reads deployments of a function. Every call belongs in a transaction with the tenant's scope. */
@Component
public class Deployments {
    private final StoredDeploymentRepository deployments;
    private final EntityManager entities;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final DeploymentConfig config;

    Deployments(
            StoredDeploymentRepository deployments,
            EntityManager entities,
            ApplicationEventPublisher events,
            Clock clock,
            DeploymentConfig config) {
        this.deployments = deployments;
        this.entities = entities;
        this.events = events;
        this.clock = clock;
        this.config = config;
    }

    /**
     * Records a deployment; one that is under way ends as superseded. The caller holds the function's row and has made
     * the version the wanted one.
     */
    public Deployment start(
            UUID tenantId,
            UUID functionId,
            String functionName,
            int version,
            @Nullable Integer previousVersion,
            String startedBy) {
        deployments.lockOpen(functionId).ifPresent(open -> {
            open.fail("superseded by a deployment of version " + version, clock.instant());
            deployments.saveAndFlush(open); // before the new row: only one may be open
            events.publishEvent(new DeploymentChanged(tenantId, functionName, open.id(), open.state()));
        });
        StoredDeployment deployment = deployments.save(new StoredDeployment(
                tenantId,
                functionId,
                functionName,
                version,
                previousVersion,
                startedBy,
                clock.instant(),
                config.timeLimit()));
        events.publishEvent(new DeploymentChanged(tenantId, functionName, deployment.id(), deployment.state()));
        events.publishEvent(new DeploymentStarted(deployment.deadlineAt()));
        events.publishEvent(new DesiredStateChanged());
        return deployment.toDeployment();
    }

    /**
     * One deployment.
     *
     * @throws ControlPlaneException {@code DEPLOYMENT_NOT_FOUND}
     */
    public Deployment find(UUID functionId, UUID id) {
        return deployments
                .findByFunctionIdAndId(functionId, id)
                .map(StoredDeployment::toDeployment)
                .orElseThrow(() -> new ControlPlaneException(
                        ErrorCode.DEPLOYMENT_NOT_FOUND, "the function has no such deployment: id=" + id));
    }

    /** The newest one; empty: none yet. */
    public Optional<Deployment> newest(UUID functionId) {
        return deployments.findFirstByFunctionIdOrderByStartedAtDesc(functionId).map(StoredDeployment::toDeployment);
    }

    /** Deployments, newest first. */
    public List<Deployment> page(UUID functionId, PageQuery query) {
        return entities.createQuery(
                        "select d from StoredDeployment d where d.functionId = :id order by d.startedAt desc, d.id",
                        StoredDeployment.class)
                .setParameter("id", functionId)
                .setFirstResult(query.offset())
                .setMaxResults(query.limit())
                .getResultStream()
                .map(StoredDeployment::toDeployment)
                .toList();
    }

    /** Number of deployments. */
    public long count(UUID functionId) {
        return deployments.countByFunctionId(functionId);
    }
}
