package io.vireo.editor;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.icon.SvgIcon;

/** Line icons of the sprite (Lucide, 16 px), and the buttons that have no word. */
public final class Symbol {
    /** The one sprite; without a leading slash, so that it works on every route and under a context path. */
    public static final String SPRITE = "vireo/icons.svg";

    private Symbol() {}

    /**
     * An icon of 16 px.
     *
     * @param name as in the sprite, without its {@code i-}
     */
    public static SvgIcon of(String name) {
        SvgIcon icon = new SvgIcon(SPRITE, "i-" + name);
        icon.addClassName("vr-i");
        icon.getElement().setAttribute("aria-hidden", "true");
        return icon;
    }

    /** An icon of 14 px. */
    public static SvgIcon small(String name) {
        SvgIcon icon = of(name);
        icon.addClassName("s");
        return icon;
    }

    /** A button without a word: it has a name for screen readers and a tooltip. */
    public static Button button(String name, String label) {
        Button button = new Button(of(name));
        button.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.LUMO_ICON);
        button.setAriaLabel(label);
        button.setTooltipText(label);
        return button;
    }
}
