package io.vireo.console.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;

/** A list without rows: what would be here, the next act, and the command that does it. */
public final class EmptyState extends Div {
    /** Only words. */
    public EmptyState(String title, String text) {
        addClassName("vr-empty");
        setTestId("empty-state");
        add(new H2(title), new Paragraph(text));
    }

    /** Adds an act or anything else below; of two filled buttons the page's own stays the filled one. */
    public EmptyState with(Component component) {
        if (component instanceof Button button) {
            button.removeThemeVariants(ButtonVariant.PRIMARY);
        }
        add(component);
        return this;
    }

    /** Adds the command line. */
    public EmptyState cli(String command) {
        add(new CliLine(command));
        return this;
    }
}
