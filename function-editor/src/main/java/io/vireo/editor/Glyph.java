package io.vireo.editor;

import com.vaadin.flow.component.icon.SvgIcon;

/** Status glyphs: a shape says the state, a word stands beside it, the colour only repeats it. */
public enum Glyph {
    /** Current, active, allowed: disc with a tick. */
    OK("g-ok"),
    /** Failed or refused: octagon. */
    ERROR("g-error"),
    /** Warning: triangle. */
    WARN("g-warn"),
    /** Running or waiting for its turn: ring with a moving quarter. */
    RUNNING("g-queued"),
    /** Paused or suspended: ring with two bars. */
    PAUSED("g-paused"),
    /** Idle, nothing scheduled: ring with a dash. */
    IDLE("g-idle"),
    /** Denied: ring with a slash. */
    DENIED("g-denied"),
    /** Off or away: dashed ring. */
    OFF("g-off"),
    /** Draft, unsaved: yellow diamond. */
    DRAFT("g-draft"),
    /** Note: ring with an i. */
    INFO("g-info"),
    /** A step not reached, an ordinary line: small ring. */
    RING("g-ring");

    private final String symbol;

    Glyph(String symbol) {
        this.symbol = symbol;
    }

    /** Name of the symbol in the sprite, for renderers that draw it themselves. */
    public String symbol() {
        return symbol;
    }

    /** The glyph as a component, 14 px; hidden from screen readers, for which the word beside it is there. */
    public SvgIcon icon() {
        SvgIcon icon = new SvgIcon(Symbol.SPRITE, symbol);
        icon.addClassName("vr-g");
        icon.getElement().setAttribute("aria-hidden", "true");
        return icon;
    }
}
