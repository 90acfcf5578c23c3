package io.vireo.controlplane.deployment;

import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.Deployment.Stage;
import io.vireo.controlplane.Deployment.StageState;
import io.vireo.controlplane.DeploymentState;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A deployment's row. Moves forward only. */
@Entity
@Table(name = "deployment")
class StoredDeployment {
    /** Longest message kept: a traceback with room to spare. */
    static final int MAX_MESSAGE_LENGTH = 16 * 1024;

    @Id
    private UUID id;

    private UUID tenantId;
    private UUID functionId;
    private String functionName;
    private int toVersion;
    private @Nullable Integer fromVersion;

    @Enumerated(EnumType.STRING)
    private DeploymentState state;

    @Enumerated(EnumType.STRING)
    private @Nullable DeploymentState failedIn;

    private String message;
    private String startedBy;
    private Instant startedAt;
    private Instant deadlineAt;
    private @Nullable Long firstSnapshot;
    private @Nullable Instant pushedAt;
    private @Nullable Instant fetchingAt;
    private @Nullable Instant startingAt;
    private @Nullable Instant servingAt;
    private @Nullable Instant endedAt;

    @Version
    private @Nullable Integer version;

    StoredDeployment(
            UUID tenantId,
            UUID functionId,
            String functionName,
            int toVersion,
            @Nullable Integer fromVersion,
            String startedBy,
            Instant now,
            Duration timeLimit) {
        this.id = UUID.randomUUID();
        this.tenantId = tenantId;
        this.functionId = functionId;
        this.functionName = functionName;
        this.toVersion = toVersion;
        this.fromVersion = fromVersion;
        this.state = DeploymentState.PENDING;
        this.message = "";
        this.startedBy = startedBy;
        this.startedAt = now;
        this.deadlineAt = now.plus(timeLimit);
    }

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
    protected StoredDeployment() {}

    UUID id() {
        return id;
    }

    UUID tenantId() {
        return tenantId;
    }

    UUID functionId() {
        return functionId;
    }

    String functionName() {
        return functionName;
    }

    int toVersion() {
        return toVersion;
    }

    DeploymentState state() {
        return state;
    }

    Instant deadlineAt() {
        return deadlineAt;
    }

    /** Version of the first snapshot that holds it; null: none yet. */
    @Nullable Long firstSnapshot() {
        return firstSnapshot;
    }

    /** Notes the snapshot that holds it, if none is noted yet. */
    void includedIn(long snapshot) {
        if (firstSnapshot == null) {
            firstSnapshot = snapshot;
        }
    }

    /**
     * Moves forward to a stage; those that were passed unseen count as reached now.
     *
     * @return whether it moved
     */
    boolean reach(DeploymentState stage, Instant now) {
        if (state.isEnd() || stage == DeploymentState.FAILED || stage.compareTo(state) <= 0) {
            return false;
        }
        state = stage;
        if (stage.compareTo(DeploymentState.PUSHED) >= 0 && pushedAt == null) {
            pushedAt = now;
        }
        if (stage.compareTo(DeploymentState.FETCHING) >= 0 && fetchingAt == null) {
            fetchingAt = now;
        }
        if (stage.compareTo(DeploymentState.STARTING) >= 0 && startingAt == null) {
            startingAt = now;
        }
        if (stage == DeploymentState.SERVING) {
            servingAt = now;
            endedAt = now;
        }
        return true;
    }

    /** Ends without serving. */
    void fail(String reason, Instant now) {
        if (state.isEnd()) {
            return;
        }
        failedIn = state;
        state = DeploymentState.FAILED;
        message = reason.length() <= MAX_MESSAGE_LENGTH
                ? reason
                : "…" + reason.substring(reason.length() - MAX_MESSAGE_LENGTH + 1); // a traceback says why at its end
        endedAt = now;
    }

    Deployment toDeployment() {
        List<Stage> stages = new ArrayList<>();
        stages.add(stage(DeploymentState.PENDING, startedAt));
        stages.add(stage(DeploymentState.PUSHED, pushedAt));
        stages.add(stage(DeploymentState.FETCHING, fetchingAt));
        stages.add(stage(DeploymentState.STARTING, startingAt));
        stages.add(stage(DeploymentState.SERVING, servingAt));
        return new Deployment(
                id, functionName, toVersion, fromVersion, state, message, stages, startedAt, endedAt, startedBy);
    }

    private Stage stage(DeploymentState name, @Nullable Instant at) {
        if (name == failedIn) {
            return new Stage(name, StageState.FAILED, at);
        }
        if (name == state) {
            return new Stage(name, state.isEnd() ? StageState.DONE : StageState.RUNNING, at);
        }
        DeploymentState reached = failedIn == null ? state : failedIn;
        return new Stage(name, name.compareTo(reached) < 0 ? StageState.DONE : StageState.WAITING, at);
    }
}
