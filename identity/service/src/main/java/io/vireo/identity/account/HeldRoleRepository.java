package io.vireo.identity.account;

import io.vireo.identity.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/** Roles that accounts hold. */
interface HeldRoleRepository extends JpaRepository<HeldRole, UUID> {
    List<HeldRole> findByAccountId(UUID accountId);

    List<HeldRole> findByAccountIdIn(Collection<UUID> accountIds);

    @Query("""
            select h from HeldRole h
            where h.accountId = :accountId and h.role = :role
              and (h.tenantId = :tenantId or (h.tenantId is null and :tenantId is null))
            """)
    Optional<HeldRole> find(
            @Param("accountId") UUID accountId, @Param("role") Role role, @Param("tenantId") @Nullable UUID tenantId);

    /**
     * Gives a role.
     *
     * @return 0 if it was held already, else 1
     */
    @Modifying
    @Query(value = """
            insert into role_binding (id, account_id, role, tenant_id, created_at)
            values (:id, :accountId, :role, :tenantId, :at)
            on conflict on constraint role_binding_uk do nothing
            """, nativeQuery = true)
    int give(
            @Param("id") UUID id,
            @Param("accountId") UUID accountId,
            @Param("role") String role,
            @Param("tenantId") @Nullable UUID tenantId,
            @Param("at") Instant at);

    @Query("""
            select count(distinct a.id) from Account a, HeldRole h
            where h.accountId = a.id and a.isEnabled and h.role = io.vireo.identity.Role.ADMINISTRATOR
            """)
    long countEnabledAdministrators();

    /** Held until the transaction ends: who takes an administrator away counts them alone. */
    @Query(
            value = "select 1 from pg_advisory_xact_lock(hashtextextended('vireo.administrators', 0))",
            nativeQuery = true)
    int lockAdministrators();
}
