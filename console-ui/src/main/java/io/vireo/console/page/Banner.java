package io.vireo.console.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.vireo.editor.Glyph;
import io.vireo.editor.Symbol;

/** A message in place: tint, bar, glyph, text, at most two acts. */
public final class Banner extends Div {
    private final Div body = new Div();
    private final Div acts = new Div();

    private Banner(Component glyph, String kind, String title, String text) {
        addClassName("vr-banner");
        if (!kind.isEmpty()) {
            addClassName(kind);
        }
        Span head = new Span(title);
        head.addClassName("t");
        body.addClassName("body");
        body.add(head);
        if (!text.isEmpty()) {
            body.add(new Paragraph(text));
        }
        acts.addClassName("acts");
        add(glyph, body);
    }

    /** Something failed. */
    public static Banner error(String title, String text) {
        Banner banner = new Banner(Glyph.ERROR.icon(), "e", title, text);
        banner.getElement().setAttribute("role", "alert");
        return banner;
    }

    /** Something needs a person soon. */
    public static Banner warning(String title, String text) {
        return new Banner(Glyph.WARN.icon(), "w", title, text);
    }

    /** Something worth knowing. */
    public static Banner note(String title, String text) {
        return new Banner(Glyph.INFO.icon(), "i", title, text);
    }

    /** Something is done and its result must be seen here. */
    public static Banner done(String title, String text) {
        return new Banner(Glyph.OK.icon(), "k", title, text);
    }

    /** A right is missing. */
    public static Banner noPermission(String title, String text) {
        return new Banner(Symbol.of("lock"), "", title, text);
    }

    /** What a failure looks like. */
    public static Banner of(Failure failure) {
        return switch (failure.kind()) {
            case NO_PERMISSION -> noPermission(failure.title(), failure.advice());
            case UNAVAILABLE, DATABASE_DOWN -> warning(failure.title(), failure.advice());
            case NOT_FOUND, REFUSED, FAULT -> error(failure.title(), failure.advice());
        };
    }

    /** Adds an act. */
    public Banner act(String label, Runnable act) {
        Button button = new Button(label, _ -> act.run());
        button.addThemeVariants(ButtonVariant.SMALL);
        return act(button);
    }

    /** Adds an act. */
    public Banner act(Component button) {
        acts.add(button);
        body.add(acts);
        return this;
    }

    /** Adds content below the text. */
    public Banner with(Component content) {
        body.add(content);
        return this;
    }
}
