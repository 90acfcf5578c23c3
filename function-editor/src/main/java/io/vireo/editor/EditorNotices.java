package io.vireo.editor;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.Map;

/** What a person is told above the code: one thing at a time, with what can be done about it. */
final class EditorNotices extends Div {
    EditorNotices() {
        addClassName("vr-notices");
    }

    /** Something that is good to know. */
    void tell(String title, String text, Map<String, Runnable> acts) {
        show(Glyph.INFO, "i", title, text, acts);
    }

    /** Something that did not work. */
    void warn(String title, String text) {
        show(Glyph.ERROR, "e", title, text, Map.of());
    }

    void clear() {
        removeAll();
    }

    private void show(Glyph glyph, String kind, String title, String text, Map<String, Runnable> acts) {
        Span head = new Span(title);
        head.addClassName("t");
        Div body = new Div(head, new Paragraph(text));
        body.addClassName("body");
        Div banner = new Div(glyph.icon(), body);
        banner.addClassNames("vr-banner", kind);
        banner.getElement().setAttribute("role", "status");
        if (!acts.isEmpty()) {
            Div buttons = new Div();
            buttons.addClassName("acts");
            acts.forEach((label, act) -> {
                Button button = new Button(label, _ -> {
                    remove(banner);
                    act.run();
                });
                button.addThemeVariants(ButtonVariant.SMALL);
                buttons.add(button);
            });
            body.add(buttons);
        }
        removeAll();
        add(banner);
    }
}
