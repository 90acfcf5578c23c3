package io.vireo.controlplane.function;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Rows of {@code function}, within the tenant of the transaction. */
interface StoredFunctionRepository extends JpaRepository<StoredFunction, UUID> {
    Optional<StoredFunction> findByTenantIdAndName(UUID tenantId, String name);

    /** The same, held until the transaction ends: versions and deployments of a function are made one after the other. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select f from StoredFunction f where f.tenantId = :tenantId and f.name = :name")
    Optional<StoredFunction> lockByTenantIdAndName(UUID tenantId, String name);

    long countByTenantId(UUID tenantId);
}
