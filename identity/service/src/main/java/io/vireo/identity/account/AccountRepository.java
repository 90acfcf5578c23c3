package io.vireo.identity.account;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Pageable;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/** Accounts. Rows are visible in platform scope only. */
interface AccountRepository extends JpaRepository<Account, UUID> {
    Optional<Account> findByUsername(String username);

    boolean existsByUsername(String username);

    @Query("""
            select a from Account a
            where a.username like :pattern escape '\\' or lower(a.displayName) like :pattern escape '\\'
            """)
    List<Account> page(@Param("pattern") String pattern, Pageable pageable);

    @Query("""
            select count(a) from Account a
            where a.username like :pattern escape '\\' or lower(a.displayName) like :pattern escape '\\'
            """)
    long count(@Param("pattern") String pattern);

    @Query("select a from Account a where a.username > :after order by a.username")
    List<Account> after(@Param("after") String after, Limit limit);

    @Query("""
            select a from Account a
            where exists (select 1 from HeldRole h where h.accountId = a.id and h.tenantId = :tenantId)
              and (a.username like :pattern escape '\\' or lower(a.displayName) like :pattern escape '\\')
            """)
    List<Account> pageOfTenant(@Param("tenantId") UUID tenantId, @Param("pattern") String pattern, Pageable pageable);

    @Query("""
            select count(a) from Account a
            where exists (select 1 from HeldRole h where h.accountId = a.id and h.tenantId = :tenantId)
              and (a.username like :pattern escape '\\' or lower(a.displayName) like :pattern escape '\\')
            """)
    long countOfTenant(@Param("tenantId") UUID tenantId, @Param("pattern") String pattern);
}
