package io.vireo.identity;

import java.util.List;
import java.util.UUID;

/** Short-lived tokens by which a signed-in person reaches a tenant's gateway, in the browser or from a shell. */
public interface DataTokenService {
    /** A token of the caller for a tenant: ten minutes, the rights on data that the caller has now. */
    DataToken issue(UUID tenantId);

    /** The keys that gateways check tokens with. */
    List<VerificationKey> verificationKeys();
}
