package io.vireo.console.page;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.masterdetaillayout.MasterDetailLayout;

/** A list with the panel of what is open beside it; the panel covers the list where there is no room for both. */
public final class DetailSplit extends MasterDetailLayout {
    private final String name;

    /** @param name of the panel, for screen readers where it covers the list as a dialog does */
    public DetailSplit(String name, Component list) {
        this.name = name;
        addClassName("vr-mdl");
        setMaster(list);
        setMasterSize("min(520px, 100%)", true);
        setDetailSize("400px", false);
        setOverlaySize("var(--vr-overlay)");
    }

    @Override
    protected void onAttach(AttachEvent event) {
        super.onAttach(event);
        getElement()
                .executeJs(
                        "(this.updateComplete || Promise.resolve()).then(() => "
                                + "this.shadowRoot?.querySelector('#detail')?.setAttribute('aria-label', $0))",
                        name);
    }
}
