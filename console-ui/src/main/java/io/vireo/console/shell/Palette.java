package io.vireo.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasComponents;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.spring.annotation.SpringComponent;
import com.vaadin.flow.spring.annotation.UIScope;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.editor.Symbol;
import io.vireo.tenant.TenantSummary;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Search and acts under one field, from everywhere by Ctrl K; the arrows choose and Enter opens ({@code vr-palette.js}). */
@SpringComponent
@UIScope
final class Palette {
    private final PaletteSearch search;
    private final Dialog dialog = new Dialog();
    private final TextField field = new TextField();
    private final Div results = new Div();
    private final Span count = new Span();
    private final Button opener = new Button("Search or run a command", Symbol.of("search"), _ -> open());
    private @Nullable TenantSummary tenant;

    Palette(PaletteSearch search) {
        this.search = search;
        Span keys = new Span("Ctrl K");
        keys.addClassName("vr-key");
        opener.addClassName("vr-search");
        opener.setSuffixComponent(keys);
        opener.setTestId("palette-open");
        opener.setAriaLabel("Search or run a command, Ctrl K");
        field.setPlaceholder("Name, fn: container: node: tenant:, or > for acts");
        field.setAriaLabel("Search or run a command");
        field.setPrefixComponent(Symbol.of("search"));
        field.setValueChangeMode(ValueChangeMode.LAZY);
        field.setValueChangeTimeout(120);
        field.setMaxLength(200);
        field.setWidthFull();
        field.setAutofocus(true);
        field.setTestId("palette-field");
        field.addValueChangeListener(_ -> fill());
        results.addClassName("vr-hits");
        results.setTestId("palette-hits");
        results.getElement().setAttribute("role", "listbox").setAttribute("aria-label", "Results");
        count.getElement().setAttribute("role", "status");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Div foot = new Div(key("↑"), key("↓"), new Span("move"), key("Enter"), new Span("open"), gap, count);
        foot.addClassNames("vr-hitfoot", "xs");
        dialog.addClassName("vr-palette");
        dialog.getElement().setAttribute("aria-label", "Search or run a command");
        dialog.setTop("84px");
        dialog.setWidth("min(640px, 100vw)");
        dialog.setDraggable(false);
        Keys frame = new Keys();
        frame.add(field, results, foot);
        dialog.add(frame);
    }

    /** The button in the top bar; Ctrl K presses it. */
    Component opener() {
        return opener;
    }

    /** Says which tenant the person is at. */
    void at(@Nullable TenantSummary shown) {
        tenant = shown;
    }

    private void open() {
        field.clear();
        fill();
        dialog.open();
        field.focus();
    }

    private void fill() {
        results.removeAll();
        String text = field.getValue();
        List<PaletteSearch.Hit> hits;
        try {
            hits = search.find(text, tenant);
        } catch (RuntimeException e) {
            count.setText("");
            results.add(Banner.of(Failure.of(e)));
            return;
        }
        Div group = new Div();
        String heading = "";
        for (PaletteSearch.Hit hit : hits) {
            if (!hit.group().equals(heading)) {
                heading = hit.group();
                group = new Div(heading(heading));
                group.getElement().setAttribute("role", "group").setAttribute("aria-label", heading);
                results.add(group);
            }
            group.add(option(hit, text.strip()));
        }
        count.setText(
                hits.isEmpty() ? "Nothing of this name" : hits.size() == 1 ? "1 result" : hits.size() + " results");
    }

    private static Span heading(String text) {
        Span heading = new Span(text);
        heading.addClassNames("vr-hithead", "xs");
        heading.getElement().setAttribute("aria-hidden", "true");
        return heading;
    }

    private Anchor option(PaletteSearch.Hit hit, String text) {
        Anchor option = new Anchor(hit.href());
        option.addClassNames("vr-hit", "plain");
        option.getElement().setAttribute("role", "option").setAttribute("tabindex", "-1");
        Span title = new Span();
        title.addClassName("b5");
        mark(title, hit.title(), text);
        Span note = new Span(hit.note());
        note.addClassNames("t2", "xs", "el");
        option.add(Symbol.of(hit.icon()), title, note);
        option.getElement().addEventListener("click", _ -> dialog.close());
        return option;
    }

    private static void mark(Span title, String name, String text) {
        int found = text.isEmpty() ? -1 : name.toLowerCase(Locale.ROOT).indexOf(text.toLowerCase(Locale.ROOT));
        if (found < 0) {
            title.setText(name);
            return;
        }
        Span match = new Span(name.substring(found, found + text.length()));
        match.addClassName("vr-match");
        title.add(new Span(name.substring(0, found)), match, new Span(name.substring(found + text.length())));
    }

    private static Span key(String name) {
        Span key = new Span(name);
        key.addClassName("vr-key");
        return key;
    }

    /** Moves through the options and opens the chosen one, in the browser. */
    @Tag("vr-palette")
    private static final class Keys extends Component implements HasComponents {}
}
