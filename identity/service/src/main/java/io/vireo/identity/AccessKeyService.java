package io.vireo.identity;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Keys by which programs reach the data of one tenant. A key has the rights of its owner, never more, and dies with them. */
public interface AccessKeyService {
    /**
     * Makes a key.
     *
     * @return the secrets, shown this once
     * @throws IdentityException {@code INVALID_FIELD}; {@code ACCOUNT_NOT_FOUND}; {@code GRANTS_MORE_THAN_HELD} if a statement goes
     *     beyond what the owner holds; {@code TOO_MANY_KEYS}
     */
    IssuedAccessKey create(UUID tenantId, CreateAccessKey command);

    /** Keys of a tenant that the caller may see, sorted by {@code name}, {@code owner}, {@code createdAt}, {@code expiresAt} or {@code lastUsedAt}. */
    List<AccessKeySummary> page(UUID tenantId, PageQuery query);

    /** How many keys the filter leaves. */
    long count(UUID tenantId, String filter);

    /** Keys of a tenant that the caller may see, by their id. */
    CursorPage<AccessKeySummary> list(UUID tenantId, CursorQuery query);

    /**
     * Revokes a key for good.
     *
     * @throws IdentityException {@code ACCESS_KEY_NOT_FOUND}
     */
    void revoke(UUID tenantId, String accessKeyId);

    /**
     * Notes when keys were last used; an earlier time than is known changes nothing, and a later one than now counts as now. For reports of
     * nodes only.
     *
     * @param lastUsed by access key id; ids that are not known are passed over
     */
    void used(Map<String, Instant> lastUsed);

    /** What gateways need to know the keys that are alive, by tenant and in the order of ids: for the computation of snapshots only. */
    Map<UUID, List<AccessKeyGrant>> grants();
}
