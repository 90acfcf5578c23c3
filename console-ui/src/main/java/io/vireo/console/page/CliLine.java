package io.vireo.console.page;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.vireo.editor.Symbol;

/** The command that does the same from a shell, to be copied. */
public final class CliLine extends Div {
    /** @param command as typed, without the prompt */
    public CliLine(String command) {
        addClassName("vr-cli");
        Span prompt = new Span("$");
        prompt.addClassName("p");
        prompt.getElement().setAttribute("aria-hidden", "true");
        Span text = new Span(command);
        text.addClassName("x");
        text.getElement().setAttribute("tabindex", "0"); // it scrolls sideways, also by the arrow keys
        add(prompt, text, copyButton(command, "Copy the command"));
    }

    /** A button that puts a text on the clipboard. */
    public static Button copyButton(String text, String label) {
        Button copy = Symbol.button("copy", label);
        copy.addThemeVariants(ButtonVariant.SMALL);
        copy.getElement().setAttribute("data-copy", text);
        // In the browser alone: the clipboard opens to the click itself, not to an answer of the server.
        copy.getElement()
                .executeJs(
                        "this.addEventListener('click', () => { navigator.clipboard?.writeText(this.dataset.copy); const icon = this.querySelector('vaadin-icon'); icon.symbol = 'i-check'; setTimeout(() => { icon.symbol = 'i-copy'; }, 1500); })");
        return copy;
    }
}
