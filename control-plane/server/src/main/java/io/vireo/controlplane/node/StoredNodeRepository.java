package io.vireo.controlplane.node;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Rows of {@code node}, within a transaction with the platform's scope. */
interface StoredNodeRepository extends JpaRepository<StoredNode, UUID> {
    Optional<StoredNode> findByName(String name);

    /** One node, held until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select n from StoredNode n where n.id = :id")
    Optional<StoredNode> lock(UUID id);

    /** One node by name, held until the transaction ends. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select n from StoredNode n where n.name = :name")
    Optional<StoredNode> lockByName(String name);
}
