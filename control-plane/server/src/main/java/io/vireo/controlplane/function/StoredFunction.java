package io.vireo.controlplane.function;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A function's row, without code. What it holds beside is in {@link FunctionStore}. */
@Entity
@Table(name = "function")
@SuppressWarnings("UnusedVariable") // what is only written here is read by FunctionRows
class StoredFunction {
    @Id
    private UUID id;

    private UUID tenantId;
    private String name;
    private String runtime;
    private @Nullable Integer wantedVersion;
    private @Nullable Integer liveVersion;
    private int latestVersion;
    private long draftRevision;
    private @Nullable Integer draftOf;
    private Instant createdAt;
    private Instant changedAt;
    private String changedBy;

    @Version
    private @Nullable Integer version;

    StoredFunction(UUID tenantId, UUID id, String name, String runtime, Instant now, String author) {
        this.tenantId = tenantId;
        this.id = id;
        this.name = name;
        this.runtime = runtime;
        this.draftRevision = 1;
        this.createdAt = now;
        this.changedAt = now;
        this.changedBy = author;
    }

    @SuppressWarnings("NullAway.Init") // Hibernate fills the fields
    protected StoredFunction() {}

    UUID id() {
        return id;
    }

    UUID tenantId() {
        return tenantId;
    }

    String name() {
        return name;
    }

    long draftRevision() {
        return draftRevision;
    }

    int latestVersion() {
        return latestVersion;
    }

    @Nullable Integer draftOf() {
        return draftOf;
    }

    @Nullable Integer liveVersion() {
        return liveVersion;
    }

    /** A new draft is stored. */
    long saveDraft(String draftRuntime, Instant now, String author) {
        draftRevision++;
        draftOf = null;
        changed(draftRuntime, now, author);
        return draftRevision;
    }

    /** A version was made of the draft as it is. */
    int addVersion(String versionRuntime, Instant now, String author) {
        latestVersion++;
        draftOf = latestVersion;
        changed(versionRuntime, now, author);
        return latestVersion;
    }

    /** Nodes are to run this version from now on. */
    void want(int wanted, Instant now, String author) {
        wantedVersion = wanted;
        changed(runtime, now, author);
    }

    private void changed(String newRuntime, Instant now, String author) {
        runtime = newRuntime;
        changedAt = now;
        changedBy = author;
    }
}
