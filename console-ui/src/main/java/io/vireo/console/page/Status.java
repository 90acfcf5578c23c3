package io.vireo.console.page;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import io.vireo.editor.Glyph;

/**
 * A state as people see it: a shape and a word.
 *
 * @param word what the shape means
 */
public record Status(Glyph glyph, String word) {
    /** As a component. */
    public Span span() {
        Span span = new Span(glyph.icon(), new Span(word));
        span.addClassName("vr-st");
        return span;
    }

    /** As a grid's cell, without a component for each row. */
    public static <T> LitRenderer<T> renderer(ValueProvider<T, Status> status) {
        return LitRenderer.<T>of(
                        "<span class='vr-st'><svg class='vr-g' aria-hidden='true'><use href='vireo/icons.svg#${item.glyph}'></use></svg>${item.word}</span>")
                .withProperty("glyph", row -> status.apply(row).glyph().symbol())
                .withProperty("word", row -> status.apply(row).word());
    }

    /** A grid's name cell: an icon and a link. */
    public static <T> LitRenderer<T> nameLink(
            String icon, ValueProvider<T, String> name, ValueProvider<T, String> href) {
        return LitRenderer.<T>of(
                        "<span class='vr-name'><svg class='vr-i' aria-hidden='true'><use href='vireo/icons.svg#i-${item.icon}'></use></svg><a href='${item.href}'>${item.name}</a></span>")
                .withProperty("icon", _ -> icon)
                .withProperty("name", name)
                .withProperty("href", href);
    }
}
