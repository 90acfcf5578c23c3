package io.vireo.console.shell;

import com.vaadin.flow.component.html.Anchor;

/** The bird and its name: drawn inline, so that its colours follow the theme. */
public final class Brand extends Anchor {
    private static final String BIRD = """
            <svg class="logo" viewBox="0 0 26 24" width="%d" height="%d" aria-hidden="true"><path d="M1.6 22.4 1.6 21.2 8.1 14.7 8.1 10.9A8.4 8.4 0 0 1 16.5 2.5H17A6.1 6.1 0 0 1 23.1 8.6V9.6A12.8 12.8 0 0 1 10.3 22.4Z" fill="var(--vr-logo)"/><path d="M22.6 5.9 25.7 8.2 22.9 10.3Z" fill="var(--vr-text)"/><path d="M10.6 20.6A7.2 7.2 0 0 0 16.7 13.4" fill="none" stroke="var(--vr-canvas)" stroke-width="1.5" stroke-linecap="round" opacity=".92"/><circle cx="17.7" cy="7.9" r="2.75" fill="var(--vr-mark)"/><circle cx="17.7" cy="7.9" r="1.35" fill="light-dark(#171d18,#0e120f)"/></svg>""";
    private static final String WORD = """
            <svg class="word" viewBox="0 0 60 18" width="%d" height="%d" role="img" aria-label="Vireo"><g fill="none" stroke="var(--vr-text)" stroke-width="2.15" stroke-linecap="round" stroke-linejoin="round"><path d="M1.4 5.2 6 15.6 10.6 5.2"/><path d="M16 5.2V15.6"/><path d="M21.6 15.6V5.2M21.6 9.4C21.9 6.6 23.9 5 27 5.3"/><path d="M31.2 10.2H40.6A4.8 5.2 0 1 0 39.2 14"/><circle cx="50.4" cy="10.4" r="5.1"/></g><circle cx="16" cy="1.6" r="1.5" fill="var(--vr-mark)"/></svg>""";

    /**
     * A link home.
     *
     * @param birdPx height of the bird; the name is two thirds of it
     */
    public Brand(int birdPx) {
        addClassName("vr-brand");
        setHref(".");
        getElement().setAttribute("aria-label", "Vireo, home");
        int wordPx = birdPx * 2 / 3 - 1;
        // As markup, not as a component: viewBox and its like keep their capitals only through the browser's own
        // parser.
        getElement()
                .setProperty(
                        "innerHTML",
                        BIRD.formatted(birdPx * 26 / 24, birdPx) + WORD.formatted(wordPx * 60 / 18, wordPx));
    }
}
