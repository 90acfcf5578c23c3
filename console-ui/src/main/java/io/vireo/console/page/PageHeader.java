package io.vireo.console.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Span;

/** Head of a page: its title, a line of facts, its acts. */
public final class PageHeader extends Div {
    private final H1 title;
    private final Div facts = new Div();
    private final Div acts = new Div();

    /** A head without facts and acts. */
    public PageHeader(String title) {
        this.title = new H1(title);
        addClassName("vr-head");
        facts.addClassName("sub");
        acts.addClassName("acts");
        Div words = new Div(this.title, facts);
        words.addClassName("vr-col");
        add(words, acts);
    }

    /** Replaces the facts by texts. */
    public PageHeader facts(String... texts) {
        facts.removeAll();
        for (String text : texts) {
            facts.add(new Span(text));
        }
        return this;
    }

    /** Replaces the facts by components. */
    public PageHeader facts(Component... components) {
        facts.removeAll();
        facts.add(components);
        return this;
    }

    /** Adds acts at the right, the primary one last. */
    public PageHeader acts(Component... components) {
        acts.add(components);
        return this;
    }

    /** Changes the title. */
    public void heading(String text) {
        title.setText(text);
    }
}
