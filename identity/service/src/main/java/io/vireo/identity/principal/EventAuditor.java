package io.vireo.identity.principal;

import io.vireo.identity.AuditEvent;
import io.vireo.identity.AuditEvent.Outcome;
import io.vireo.identity.Auditor;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.policy.Action;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.MDC;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Publishes to whoever keeps the audit log. Listeners run on this thread, inside the transaction of the change. */
@Component
final class EventAuditor implements Auditor {
    private final PrincipalHolder principals;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    EventAuditor(PrincipalHolder principals, ApplicationEventPublisher events, Clock clock) {
        this.principals = principals;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void done(Action action, Resource resource, Map<String, String> details) {
        publish(principals.require().name(), action.wireName(), resource, Outcome.DONE, details);
    }

    @Override
    public void publish(
            String principal, String action, Resource resource, Outcome outcome, Map<String, String> details) {
        Optional<Principal> current = principals.current();
        events.publishEvent(new AuditEvent(
                clock.instant(),
                principal,
                current.map(Principal::accountId).orElse(null),
                resource.tenantId(),
                action,
                resource.name(),
                outcome,
                Objects.requireNonNullElse(MDC.get(RequestTrace.ADDRESS), ""),
                Objects.requireNonNullElse(MDC.get(RequestTrace.REQUEST_ID), ""),
                details));
    }
}
