package io.vireo.controlplane.function;

import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.DeploymentChanged;
import io.vireo.controlplane.function.FunctionDocuments.DeploymentDocument;
import io.vireo.identity.Principal;
import io.vireo.identity.PrincipalHolder;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Those who follow a deployment over REST: server-sent events {@code deployment}, one at once and one for each change, until it has
 * ended. It ends at its time limit at the latest, so nobody is kept who went away.
 */
@Component
class DeploymentFollowers {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentFollowers.class);
    private static final long UNLIMITED = 0;

    private final PrincipalHolder principals;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();

    DeploymentFollowers(PrincipalHolder principals) {
        this.principals = principals;
    }

    /**
     * Follows a deployment as the principal of this thread.
     *
     * @param reader of the deployment as it is; refuses those who may not read it
     */
    SseEmitter follow(UUID deploymentId, Supplier<Deployment> reader) {
        Deployment present = reader.get(); // a refusal is an answer of its own, before the stream begins
        Follower follower = new Follower(deploymentId, principals.require(), reader, new SseEmitter(UNLIMITED));
        followers.add(follower);
        follower.emitter.onCompletion(() -> followers.remove(follower));
        follower.emitter.onError(_ -> followers.remove(follower));
        if (present.state().isEnd()) {
            follower.send(present);
        } else {
            tell(follower); // anew: it may have moved on before it was followed
        }
        return follower.emitter;
    }

    @TransactionalEventListener
    void on(DeploymentChanged changed) {
        followers.stream()
                .filter(follower -> follower.deploymentId.equals(changed.deploymentId()))
                .forEach(this::tell);
    }

    @EventListener
    void on(ContextClosedEvent closed) {
        followers.forEach(follower -> follower.emitter.complete());
    }

    /** On a thread of its own: neither the judge of deployments nor its transaction waits for a client. */
    private void tell(Follower follower) {
        Thread.ofVirtual().name("deployment-follower").start(() -> {
            synchronized (follower) { // read and sent in one order
                try {
                    follower.send(principals.callAs(follower.principal, follower.reader));
                } catch (RuntimeException e) {
                    LOG.warn("follower of a deployment cut off: deployment={}", follower.deploymentId, e);
                    follower.emitter.complete(); // it sees that the stream ended before the deployment did
                }
            }
        });
    }

    private record Follower(UUID deploymentId, Principal principal, Supplier<Deployment> reader, SseEmitter emitter) {
        void send(Deployment deployment) {
            try {
                emitter.send(SseEmitter.event()
                        .name("deployment")
                        .data(DeploymentDocument.of(deployment), MediaType.APPLICATION_JSON));
                if (deployment.state().isEnd()) {
                    emitter.complete();
                }
            } catch (IOException | IllegalStateException _) {
                emitter.complete(); // the client is gone, or was told the end before: there is nobody to tell
            }
        }
    }
}
