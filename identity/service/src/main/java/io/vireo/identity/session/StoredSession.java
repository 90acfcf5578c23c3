package io.vireo.identity.session;

import io.vireo.identity.SessionSummary;
import io.vireo.identity.SessionSummary.Kind;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** A session or API token. */
@Entity
@Table(name = "session")
class StoredSession implements Persistable<UUID> {
    @Id
    private UUID id;

    @Column(nullable = false)
    private UUID accountId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Kind kind;

    @Column(nullable = false)
    private String name;

    @Column(name = "token_sha256")
    private byte @Nullable [] tokenSha256;

    @Column(nullable = false)
    private String address;

    @Column(nullable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant lastUsedAt;

    @Column(nullable = false)
    private int idleSeconds;

    @Column(nullable = false)
    private Instant expiresAt;

    @Transient
    private boolean isStored;

    /** For Hibernate. */
    protected StoredSession() {}

    StoredSession(
            UUID accountId,
            Kind kind,
            String name,
            byte @Nullable [] tokenSha256,
            String address,
            Instant createdAt,
            Duration idle,
            Duration lifetime) {
        this.id = UUID.randomUUID();
        this.accountId = accountId;
        this.kind = kind;
        this.name = name;
        this.tokenSha256 = tokenSha256;
        this.address = address;
        this.createdAt = createdAt;
        this.lastUsedAt = createdAt;
        this.idleSeconds = (int) idle.toSeconds();
        this.expiresAt = createdAt.plus(lifetime);
    }

    UUID accountId() {
        return accountId;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    SessionSummary toSummary(Optional<UUID> current) {
        return new SessionSummary(
                id,
                kind,
                name,
                address,
                createdAt,
                lastUsedAt,
                expiresAt,
                current.filter(id::equals).isPresent());
    }

    @Override
    public UUID getId() {
        return id;
    }

    @Override
    public boolean isNew() {
        return !isStored;
    }

    @PostLoad
    @PostPersist
    void stored() {
        isStored = true;
    }
}
