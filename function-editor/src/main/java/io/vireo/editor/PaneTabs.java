package io.vireo.editor;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;

/**
 * Tabs that show a part of their own page; pages have links. The box that scrolls inside Vaadin's tabs takes part in the focus, so a
 * screen reader finds something in the list of tabs that is no tab; it does not need to.
 */
public final class PaneTabs extends Tabs {
    public PaneTabs(Tab... tabs) {
        super(tabs);
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        getElement()
                .executeJs("(this.updateComplete || Promise.resolve()).then(() => "
                        + "this.shadowRoot?.querySelector('[part=tabs]')?.removeAttribute('tabindex'))");
    }
}
