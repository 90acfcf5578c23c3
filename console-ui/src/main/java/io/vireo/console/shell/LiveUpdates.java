package io.vireo.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import io.vireo.controlplane.DeploymentChanged;
import io.vireo.controlplane.FunctionChanged;
import io.vireo.controlplane.NodeChanged;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Tells open pages what changed, so that none of them polls. A page hears events while it is attached, on its own session's
 * lock; the thread that changed something never waits for a page. Events are passed on when what they tell of is committed: a
 * page that reads it then finds it.
 */
@org.springframework.stereotype.Component
public class LiveUpdates {
    private final Set<Subscription<?>> subscriptions = ConcurrentHashMap.newKeySet();

    /** Calls the listener for every event of a type while the component is attached. */
    public <E> void subscribe(Component component, Class<E> type, Consumer<E> listener) {
        component.addAttachListener(attached -> {
            Subscription<E> subscription = new Subscription<>(attached.getUI(), type, listener);
            subscriptions.add(subscription);
            component.addDetachListener(detached -> {
                subscriptions.remove(subscription);
                detached.unregisterListener();
            });
        });
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(NodeChanged event) {
        publish(event);
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(FunctionChanged event) {
        publish(event);
    }

    @TransactionalEventListener(fallbackExecution = true)
    void on(DeploymentChanged event) {
        publish(event);
    }

    private void publish(Object event) {
        if (!subscriptions.isEmpty()) {
            Thread.ofVirtual().start(() -> subscriptions.forEach(subscription -> subscription.offer(event)));
        }
    }

    private record Subscription<E>(UI ui, Class<E> type, Consumer<E> listener) {
        void offer(Object event) {
            if (type.isInstance(event)) {
                ui.access(() -> listener.accept(type.cast(event)));
            }
        }
    }
}
