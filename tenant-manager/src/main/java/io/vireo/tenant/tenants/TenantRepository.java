package io.vireo.tenant.tenants;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/** Tenants that are not purged. */
interface TenantRepository extends JpaRepository<Tenant, UUID> {
    String VISIBLE = "t.purgedAt is null and (:all = true or t.id in :ids)";
    String FILTERED = " and (t.name like :pattern escape '\\' or lower(t.displayName) like :pattern escape '\\')";

    @Query("select t from Tenant t where " + VISIBLE + FILTERED)
    List<Tenant> page(
            @Param("all") boolean all,
            @Param("ids") Collection<UUID> ids,
            @Param("pattern") String pattern,
            Pageable pageable);

    @Query("select count(t) from Tenant t where " + VISIBLE + FILTERED)
    long count(@Param("all") boolean all, @Param("ids") Collection<UUID> ids, @Param("pattern") String pattern);

    @Query("select t from Tenant t where " + VISIBLE + " and t.retiredAt is null and t.name > :after order by t.name")
    List<Tenant> after(
            @Param("all") boolean all, @Param("ids") Collection<UUID> ids, @Param("after") String after, Limit limit);

    @Query("select t from Tenant t where t.purgedAt is null and t.name = :name")
    Optional<Tenant> findByName(@Param("name") String name);

    @Query("select t from Tenant t where t.purgedAt is null and t.id = :id")
    Optional<Tenant> findUnpurged(@Param("id") UUID id);

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select t from Tenant t where t.purgedAt is null and t.id = :id")
    Optional<Tenant> lock(@Param("id") UUID id);

    @Query("select t from Tenant t where t.retiredAt is null order by t.id")
    List<Tenant> allLive();

    @Modifying
    @Query("update Tenant t set t.purgedAt = :now where t.purgedAt is null and t.restorableUntil <= :now")
    int purgeExpired(@Param("now") Instant now);

    /** A tenant that cannot be taken back goes with the last of its containers. */
    @Modifying
    @Query("""
            update Tenant t set t.purgedAt = :now
            where t.id = :id and t.purgedAt is null and t.restorableUntil <= :now
              and not exists (select c from Container c where c.tenantId = t.id and c.purgedAt is null)
            """)
    int purgeIfEmpty(@Param("id") UUID id, @Param("now") Instant now);

    /** Held until the transaction ends: who takes an address looks for a free one alone. */
    @Query(
            value = "select 1 from pg_advisory_xact_lock(hashtextextended('vireo.tenant-addresses', 0))",
            nativeQuery = true)
    int lockAddresses();

    /** The lowest loopback address that no tenant has, from 127.0.0.2; none of the first or last of a block of 256. */
    @Query(value = """
            select '127.0.' || n / 256 || '.' || n % 256
            from generate_series(2, 65278) as n
            where n % 256 not in (0, 255)
              and not exists (select 1 from tenant t
                              where t.purged_at is null and t.address = '127.0.' || n / 256 || '.' || n % 256)
            order by n limit 1
            """, nativeQuery = true)
    Optional<String> lowestFreeAddress();
}
