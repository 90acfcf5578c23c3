package io.vireo.controlplane.deployment;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Rows of {@code deployment}, within the scope of the transaction. */
interface StoredDeploymentRepository extends JpaRepository<StoredDeployment, UUID> {
    Optional<StoredDeployment> findByFunctionIdAndId(UUID functionId, UUID id);

    Optional<StoredDeployment> findFirstByFunctionIdOrderByStartedAtDesc(UUID functionId);

    long countByFunctionId(UUID functionId);

    /** The one that is under way, held until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select d from StoredDeployment d where d.functionId = :functionId and d.endedAt is null")
    Optional<StoredDeployment> lockOpen(UUID functionId);

    /** All that are under way, oldest first, held until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select d from StoredDeployment d where d.endedAt is null order by d.startedAt, d.id")
    List<StoredDeployment> lockAllOpen();
}
