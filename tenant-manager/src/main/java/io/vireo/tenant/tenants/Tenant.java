package io.vireo.tenant.tenants;

import io.vireo.tenant.TenantState;
import io.vireo.tenant.TenantSummary;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A tenant. Its row stays for ever; once purged, its name and address are free. */
@Entity
@Table(name = "tenant")
class Tenant {
    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private String name;

    @Column(nullable = false)
    private String displayName;

    @Column(nullable = false)
    private String address;

    @Column(nullable = false, updatable = false)
    private Instant createdAt;

    private @Nullable Instant retiredAt;

    private @Nullable Instant restorableUntil;

    private @Nullable Instant purgedAt;

    @Version
    private @Nullable Integer version;

    /** For Hibernate. */
    protected Tenant() {}

    Tenant(UUID id, String name, String displayName, String address, Instant createdAt) {
        this.id = id;
        this.name = name;
        this.displayName = displayName;
        this.address = address;
        this.createdAt = createdAt;
    }

    UUID id() {
        return id;
    }

    String name() {
        return name;
    }

    String address() {
        return address;
    }

    boolean isLive() {
        return retiredAt == null;
    }

    void moveTo(String newAddress) {
        address = newAddress;
    }

    void retire(Instant now, Duration restorable) {
        retiredAt = now;
        restorableUntil = now.plus(restorable);
    }

    boolean isRestorable(Instant now) {
        return purgedAt == null && restorableUntil != null && now.isBefore(restorableUntil);
    }

    void restore() {
        retiredAt = null;
        restorableUntil = null;
    }

    TenantSummary toSummary() {
        return new TenantSummary(
                id,
                name,
                displayName.isEmpty() ? name : displayName,
                isLive() ? TenantState.LIVE : TenantState.RETIRED,
                address,
                createdAt,
                restorableUntil);
    }
}
