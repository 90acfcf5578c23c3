package io.vireo.identity.accesskey;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/** An access key. Written once, then only removed; when it was last used is written past this. */
@Entity
@Table(name = "access_key")
class AccessKey implements Persistable<String> {
    @Column(nullable = false)
    private UUID tenantId;

    @Id
    private String id;

    private @Nullable UUID accountId;

    @Column(nullable = false)
    private String name;

    @Column(name = "session_key_sha256", nullable = false)
    private byte[] sessionKeySha256;

    @Column(nullable = false)
    private byte[] sealedSecret;

    @Column(nullable = false)
    @JdbcTypeCode(SqlTypes.JSON)
    private String statements;

    @Column(nullable = false)
    private Instant createdAt;

    @Column(nullable = false)
    private Instant expiresAt;

    @Column(insertable = false, updatable = false)
    private @Nullable Instant lastUsedAt;

    @Transient
    private boolean isStored;

    /** For Hibernate. */
    protected AccessKey() {}

    AccessKey(
            UUID tenantId,
            String id,
            @Nullable UUID accountId,
            String name,
            byte[] sessionKeySha256,
            byte[] sealedSecret,
            String statements,
            Instant createdAt,
            Instant expiresAt) {
        this.tenantId = tenantId;
        this.id = id;
        this.accountId = accountId;
        this.name = name;
        this.sessionKeySha256 = sessionKeySha256;
        this.sealedSecret = sealedSecret;
        this.statements = statements;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    UUID tenantId() {
        return tenantId;
    }

    /** The owner's account, or null for the machine's own administrator. */
    @Nullable UUID accountId() {
        return accountId;
    }

    String name() {
        return name;
    }

    byte[] sessionKeySha256() {
        return sessionKeySha256;
    }

    byte[] sealedSecret() {
        return sealedSecret;
    }

    /** What the key is narrowed to, as JSON. */
    String statements() {
        return statements;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    /** Null: never. */
    @Nullable Instant lastUsedAt() {
        return lastUsedAt;
    }

    @Override
    public String getId() {
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
