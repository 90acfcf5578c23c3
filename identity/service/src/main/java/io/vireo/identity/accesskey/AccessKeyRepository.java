package io.vireo.identity.accesskey;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/**
 * Access keys. Queries for screens run in platform scope, because an owner's username is no tenant's row, and name the tenant; a null owner
 * stands for every owner.
 */
interface AccessKeyRepository extends JpaRepository<AccessKey, String> {
    String OF_TENANT = """
            from AccessKey k left join Account a on a.id = k.accountId
            where k.tenantId = :tenantId and (:owner is null or k.accountId = :owner)
            """;
    String FILTERED = """
              and (lower(k.name) like :pattern escape '\\' or lower(k.id) like :pattern escape '\\'
                   or coalesce(a.username, 'machine') like :pattern escape '\\')
            """;

    @Query("select k " + OF_TENANT + FILTERED)
    List<AccessKey> page(
            @Param("tenantId") UUID tenantId,
            @Param("owner") @Nullable UUID owner,
            @Param("pattern") String pattern,
            Pageable pageable);

    @Query("select count(k) " + OF_TENANT + FILTERED)
    long count(
            @Param("tenantId") UUID tenantId, @Param("owner") @Nullable UUID owner, @Param("pattern") String pattern);

    @Query("select k " + OF_TENANT + " and k.id > :after order by k.id")
    List<AccessKey> after(
            @Param("tenantId") UUID tenantId,
            @Param("owner") @Nullable UUID owner,
            @Param("after") String after,
            Limit limit);

    @Query("select k from AccessKey k where k.expiresAt > :now order by k.id")
    List<AccessKey> alive(@Param("now") Instant now);

    Optional<AccessKey> findByTenantIdAndId(UUID tenantId, String id);

    long countByTenantIdAndAccountIdAndExpiresAtAfter(UUID tenantId, @Nullable UUID accountId, Instant now);

    @Query("select distinct k.tenantId from AccessKey k where k.accountId = :accountId")
    List<UUID> tenantsOf(@Param("accountId") UUID accountId);

    @Modifying
    @Query(
            value =
                    "update access_key set last_used_at = :at where id = :id and (last_used_at is null or last_used_at < :at)",
            nativeQuery = true)
    int used(@Param("id") String id, @Param("at") Instant at);

    /** Held until the transaction ends, so that the count of a tenant's keys and the next key belong together. */
    @Query(
            value =
                    "select 1 from pg_advisory_xact_lock(hashtextextended('vireo.access-keys.' || cast(:tenantId as text), 0))",
            nativeQuery = true)
    int lockKeysOf(@Param("tenantId") UUID tenantId);
}
