package io.vireo.console.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Section;
import com.vaadin.flow.component.html.Span;

/** A bordered section with a head: what pages for reading are made of. */
public final class Box extends Section {
    private final Div head = new Div();

    /**
     * An empty box.
     *
     * @param note beside the title, quiet; may be empty
     */
    public Box(String title, String note) {
        addClassName("vr-box");
        head.addClassName("bh");
        head.add(new H2(title));
        if (!note.isEmpty()) {
            Span quiet = new Span(note);
            quiet.addClassName("t3");
            head.add(quiet);
        }
        Span gap = new Span();
        gap.addClassName("vr-sp");
        head.add(gap);
        add(head);
    }

    /** Adds an act to the head. */
    public Box act(Component component) {
        head.add(component);
        return this;
    }

    /** Adds content. */
    public Box with(Component... components) {
        add(components);
        return this;
    }
}
