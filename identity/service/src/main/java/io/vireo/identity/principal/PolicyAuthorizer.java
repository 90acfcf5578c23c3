package io.vireo.identity.principal;

import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.Auditor;
import io.vireo.identity.Authorizer;
import io.vireo.identity.ErrorCode;
import io.vireo.identity.IdentityException;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.policy.Action;
import io.vireo.policy.Decision;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Decides by the statements of the roles that the principal holds. */
@Component
final class PolicyAuthorizer implements Authorizer {
    private final PrincipalHolder principals;
    private final Auditor auditor;

    PolicyAuthorizer(PrincipalHolder principals, Auditor auditor) {
        this.principals = principals;
        this.auditor = auditor;
    }

    @Override
    public void require(Action action, Resource resource) {
        Principal principal = principals.require();
        if (decide(principal, action, resource).isAllowed()) {
            return;
        }
        auditor.publish(principal.name(), action.wireName(), resource, Outcome.REFUSED, Map.of());
        UUID tenantId = resource.tenantId();
        if (tenantId != null
                && !decide(principal, Action.TENANT_READ, Resource.tenant(tenantId))
                        .isAllowed()) {
            throw new IdentityException(ErrorCode.TENANT_NOT_FOUND, "there is no such tenant");
        }
        throw new IdentityException(
                ErrorCode.FORBIDDEN, "not allowed: action=" + action.wireName() + " resource=" + resource.name());
    }

    @Override
    public boolean allows(Action action, Resource resource) {
        return principals
                .current()
                .map(principal -> decide(principal, action, resource).isAllowed())
                .orElse(false);
    }

    @Override
    public Decision decide(Action action, Resource resource) {
        return principals
                .current()
                .map(principal -> decide(principal, action, resource))
                .orElse(Decision.DEFAULT_DENIAL);
    }

    private static Decision decide(Principal principal, Action action, Resource resource) {
        return principal.policyIn(resource.tenantId()).decide(action, resource.name());
    }
}
