package io.vireo.identity.session;

import io.vireo.identity.SessionSummary.Kind;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.query.Param;

/** Sessions and API tokens. Rows are visible in platform scope only. */
interface SessionRepository extends JpaRepository<StoredSession, UUID> {
    @Query("""
            select s from StoredSession s
            where s.accountId = :accountId and s.expiresAt > :now
              and (s.idleSeconds = 0 or s.lastUsedAt + s.idleSeconds second > :now)
            order by s.createdAt desc, s.id
            """)
    List<StoredSession> alive(@Param("accountId") UUID accountId, @Param("now") Instant now);

    long countByAccountIdAndKindAndExpiresAtAfter(UUID accountId, Kind kind, Instant now);

    @Modifying
    @Query("delete from StoredSession s where s.accountId = :accountId and s.id <> :kept")
    int deleteOfAccount(@Param("accountId") UUID accountId, @Param("kept") UUID kept);

    @Modifying
    @Query("delete from StoredSession s where s.expiresAt <= :now")
    int deleteExpired(@Param("now") Instant now);

    @Modifying
    @Query("update StoredSession s set s.lastUsedAt = :now where s.id = :id and s.lastUsedAt < :now")
    int touch(@Param("id") UUID id, @Param("now") Instant now);
}
