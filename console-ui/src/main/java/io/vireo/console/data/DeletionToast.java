package io.vireo.console.data;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.notification.Notification;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.editor.Symbol;

/** What a person is told of a deletion: that it can still be undone, or that it was not done. */
final class DeletionToast {
    private DeletionToast() {}

    /** Shown for as long as the deletion can be undone. */
    static void offerUndo(String name, Runnable undo) {
        Notification toast = new Notification();
        toast.setPosition(Notification.Position.BOTTOM_END);
        toast.setDuration((int) PendingDeletes.DELAY.toMillis());
        Button act = new Button("Undo", _ -> {
            toast.close();
            undo.run();
        });
        act.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        act.setTestId("undo");
        Div row = new Div(Symbol.of("check"), new Span(name + " is deleted"), act);
        row.addClassName("vr-row");
        toast.add(row);
        toast.open();
    }

    /** Stays until it was read. */
    static void refused(String name, RuntimeException failure) {
        Notification toast = new Notification();
        toast.setPosition(Notification.Position.BOTTOM_END);
        toast.setDuration(0);
        toast.add(Banner.error(name + " is not deleted.", Failure.sentence(failure))
                .act("Close", toast::close));
        toast.open();
    }
}
