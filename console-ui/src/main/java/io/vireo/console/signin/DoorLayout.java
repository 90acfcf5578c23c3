package io.vireo.console.signin;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.vireo.console.shell.Brand;
import io.vireo.editor.Glyph;

/** The card that stands before the console: sign-in and welcome. The strokes below it are a vireo's song. */
public final class DoorLayout extends Div {
    private final Div fields = new Div();
    private final Footer footer = new Footer();

    /** A card with a title and nothing to fill in yet. */
    public DoorLayout(String title, String subtitle) {
        addClassName("vr-door");
        Div song = new Div(new Image("vireo/song.svg", ""));
        song.addClassName("song");
        song.getElement().setAttribute("aria-hidden", "true");
        Paragraph below = new Paragraph(subtitle);
        below.addClassName("t2");
        fields.addClassName("fields");
        Div card = new Div(new Brand(30), new H1(title), below, fields);
        card.addClassName("card");
        add(song, card, footer);
    }

    /** Adds fields and buttons. */
    public DoorLayout with(Component... components) {
        fields.add(components);
        return this;
    }

    /** Says at the foot how the platform does. */
    public DoorLayout health(boolean isWell, String words, String version) {
        Span state = new Span((isWell ? Glyph.OK : Glyph.ERROR).icon(), new Span(words));
        state.addClassName("vr-st");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        footer.add(state, gap, new Span("Vireo " + version));
        return this;
    }
}
