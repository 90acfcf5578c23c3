package io.vireo.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.Notification.Position;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import org.springframework.stereotype.Component;

/** What every session and every tab gets: an answer to errors that no page handled, and words for a lost connection. */
@Component
class SessionSetup implements VaadinServiceInitListener {
    private static final long serialVersionUID = 1L;

    @Override
    public void serviceInit(ServiceInitEvent init) {
        init.getSource().addSessionInitListener(session -> session.getSession().setErrorHandler(error -> {
            Failure failure = Failure.of(error.getThrowable());
            UI ui = UI.getCurrent();
            if (ui != null) {
                ui.access(() -> show(failure));
            }
        }));
        init.getSource().addUIInitListener(event -> {
            var dialog = event.getUI().getReconnectDialogConfiguration();
            dialog.setDialogText("No connection. What is shown is of then; editing goes on. Next try in 2 s.");
            dialog.setDialogTextGaveUp("No connection. Reload the page; drafts are kept.");
            dialog.setReconnectAttempts(10_000);
            dialog.setReconnectInterval(2_000);
        });
    }

    // It stays until the person has read it: an error that vanishes was never told.
    private static void show(Failure failure) {
        Notification notification = new Notification();
        notification.setPosition(Position.TOP_STRETCH);
        notification.setDuration(0);
        notification.add(Banner.of(failure).act("Close", notification::close));
        notification.open();
    }
}
