package io.vireo.controlplane.node;

import static java.util.stream.Collectors.toMap;

import io.vireo.controlplane.api.v1.KeyUse;
import io.vireo.identity.AccessKeyService;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import java.time.Instant;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes down when access keys were last used, as nodes report it. */
@Component
class KeyUseReports {
    private static final Principal REPORTS = Principal.platform("node reports");

    private final AccessKeyService keys;
    private final PrincipalHolder principals;

    KeyUseReports(AccessKeyService keys, PrincipalHolder principals) {
        this.keys = keys;
        this.principals = principals;
    }

    @EventListener
    void on(NodeReported reported) {
        if (!reported.keyUses().isEmpty()) {
            principals.runAs(
                    REPORTS,
                    () -> keys.used(reported.keyUses().stream()
                            .collect(toMap(
                                    KeyUse::getAccessKeyId,
                                    use -> Instant.ofEpochSecond(use.getUnixSeconds()),
                                    (one, other) -> one.isAfter(other) ? one : other))));
        }
    }
}
