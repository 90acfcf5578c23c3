package io.vireo.tenant.container;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/** Containers. The hidden ones of the system appear where they are asked for by name only. */
interface ContainerRepository extends JpaRepository<Container, Long> {
    @Query("""
            select c from Container c
            where c.tenantId = :tenantId and not c.isSystem and c.name like :pattern escape '\\'
              and (c.retiredAt is null or c.restorableUntil > :now)
            """)
    List<Container> page(
            @Param("tenantId") UUID tenantId,
            @Param("pattern") String pattern,
            @Param("now") Instant now,
            Pageable pageable);

    @Query("""
            select count(c) from Container c
            where c.tenantId = :tenantId and not c.isSystem and c.name like :pattern escape '\\'
              and (c.retiredAt is null or c.restorableUntil > :now)
            """)
    long count(@Param("tenantId") UUID tenantId, @Param("pattern") String pattern, @Param("now") Instant now);

    @Query("""
            select c from Container c
            where c.tenantId = :tenantId and not c.isSystem and c.retiredAt is null and c.name > :after
            order by c.name
            """)
    List<Container> after(@Param("tenantId") UUID tenantId, @Param("after") String after, Limit limit);

    @Query("""
            select c from Container c
            where c.tenantId = :tenantId and not c.isSystem and c.restorableUntil > :now and c.id > :after
            order by c.id
            """)
    List<Container> retiredAfter(
            @Param("tenantId") UUID tenantId, @Param("after") long after, @Param("now") Instant now, Limit limit);

    @Query("""
            select c from Container c
            where c.tenantId = :tenantId and not c.isSystem and c.retiredAt is null and c.name = :name
            """)
    Optional<Container> findLive(@Param("tenantId") UUID tenantId, @Param("name") String name);

    @Query("select c from Container c where c.tenantId = :tenantId and not c.isSystem and c.id = :id")
    Optional<Container> findOne(@Param("tenantId") UUID tenantId, @Param("id") long id);

    @Query("""
            select count(c) from Container c
            where c.tenantId = :tenantId and not c.isSystem and c.retiredAt is null
            """)
    long countLive(@Param("tenantId") UUID tenantId);

    /** Whether the tenant is live, empty if there is none; keeps others from changing it until the transaction ends. */
    @Query(
            value = "select retired_at is null from tenant where id = :tenantId and purged_at is null for update",
            nativeQuery = true)
    Optional<Boolean> lockTenant(@Param("tenantId") UUID tenantId);

    @Query("select c from Container c where c.retiredAt is null and not c.isSystem order by c.id")
    List<Container> allLive();

    /** Nobody can take them back: their own time is over, or their tenant's. */
    @Query("""
            select c from Container c join Tenant t on t.id = c.tenantId
            where c.purgedAt is null and (c.restorableUntil <= :now or t.restorableUntil <= :now)
            order by c.id
            """)
    List<Container> unpurged(@Param("now") Instant now, Limit limit);

    @Query("""
            select c from Container c join Tenant t on t.id = c.tenantId
            where c.id = :id and c.purgedAt is null and (c.restorableUntil <= :now or t.restorableUntil <= :now)
            """)
    Optional<Container> findUnpurged(@Param("id") long id, @Param("now") Instant now);

    @Query("select c from Container c where c.isSystem")
    List<Container> allOfSystem();
}
