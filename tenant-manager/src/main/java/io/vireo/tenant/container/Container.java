package io.vireo.tenant.container;

import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.Durability;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant's data container. */
@Entity
@Table(name = "container")
class Container {
    @Column(nullable = false, updatable = false)
    private UUID tenantId;

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "container_id_seq")
    @SequenceGenerator(name = "container_id_seq", sequenceName = "container_id_seq", allocationSize = 1)
    private @Nullable Long id;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(nullable = false, updatable = false)
    private boolean isSystem;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Durability durability;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    private @Nullable Instant retiredAt;

    private @Nullable Instant restorableUntil;

    @Column
    private @Nullable Instant purgedAt;

    @Column
    private @Nullable Long purgedItems;

    @Version
    private @Nullable Integer version;

    /** For Hibernate. */
    protected Container() {}

    Container(UUID tenantId, String name, boolean isSystem, Durability durability, Instant createdAt) {
        this.tenantId = tenantId;
        this.name = name;
        this.isSystem = isSystem;
        this.durability = durability;
        this.createdAt = createdAt;
    }

    Durability durability() {
        return durability;
    }

    void durability(Durability newDurability) {
        durability = newDurability;
    }

    long id() {
        if (id == null) {
            throw new IllegalStateException("container has no number before it is stored: name=" + name);
        }
        return id;
    }

    UUID tenantId() {
        return tenantId;
    }

    String name() {
        return name;
    }

    void retire(Instant now, Duration restorable) {
        retiredAt = now;
        restorableUntil = now.plus(restorable);
    }

    boolean isRestorable(Instant now) {
        return retiredAt != null && restorableUntil != null && now.isBefore(restorableUntil);
    }

    void restore() {
        retiredAt = null;
        restorableUntil = null;
    }

    /** No node has any of its data. */
    void purged(Instant now, long deletedItems) {
        purgedAt = now;
        purgedItems = deletedItems;
    }

    ContainerSummary toSummary() {
        return new ContainerSummary(id(), tenantId, name, durability, createdAt, restorableUntil);
    }
}
