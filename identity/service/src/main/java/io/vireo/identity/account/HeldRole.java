package io.vireo.identity.account;

import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A role that an account holds. {@link HeldRoleRepository#give} writes it. */
@Entity
@Table(name = "role_binding")
class HeldRole {
    @Id
    private UUID id;

    @Column(nullable = false)
    private UUID accountId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Role role;

    private @Nullable UUID tenantId;

    /** For Hibernate. */
    protected HeldRole() {}

    UUID accountId() {
        return accountId;
    }

    RoleBinding binding() {
        return new RoleBinding(role, tenantId);
    }
}
