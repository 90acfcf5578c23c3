package io.vireo.console.shell;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.popover.Popover;
import com.vaadin.flow.component.popover.PopoverPosition;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.spring.annotation.SpringComponent;
import com.vaadin.flow.spring.annotation.UIScope;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.editor.Symbol;
import io.vireo.identity.PageQuery;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantState;
import io.vireo.tenant.TenantSummary;
import org.jspecify.annotations.Nullable;

/** Which tenant the pages are of, and the way to another one or to the platform: type a part of its name, press Enter. */
@SpringComponent
@UIScope
final class TenantSwitcher extends Button {
    private static final int SHOWN = 12;

    private final TenantService tenants;
    private final Navigation navigation;
    private final Popover popover = new Popover();
    private final TextField search = new TextField();
    private final Div options = new Div();

    TenantSwitcher(TenantService tenants, Navigation navigation) {
        this.tenants = tenants;
        this.navigation = navigation;
        addClassName("vr-tenant");
        setTestId("tenant-switcher");
        setSuffixComponent(Symbol.small("chevrons-up-down"));
        search.setPlaceholder("Tenant");
        search.setAriaLabel("Find a tenant");
        search.setPrefixComponent(Symbol.small("search"));
        search.setValueChangeMode(ValueChangeMode.LAZY);
        search.setValueChangeTimeout(150);
        search.setWidthFull();
        search.addValueChangeListener(_ -> fill());
        popover.setTarget(this);
        popover.setPosition(PopoverPosition.BOTTOM_START);
        popover.setWidth("220px");
        popover.setModal(true);
        popover.setAriaLabel("Tenants");
        popover.add(search, options);
        popover.addOpenedChangeListener(change -> {
            if (change.isOpened()) {
                search.clear();
                fill();
                search.focus();
            }
        });
    }

    /** Names the tenant of the page. */
    void show(@Nullable TenantSummary tenant, boolean isPlatform) {
        String name = tenant != null ? tenant.name() : isPlatform ? "Platform" : "Choose a tenant";
        setText(name);
        setAriaLabel("Tenant " + name + ", change");
        Span letter = new Span(tenant == null ? "·" : name.substring(0, 1));
        letter.addClassName("sq");
        setPrefixComponent(letter);
    }

    private void fill() {
        options.removeAll();
        try {
            tenants.page(new PageQuery(0, SHOWN, "name", search.getValue().strip())).stream()
                    .filter(tenant -> tenant.state() == TenantState.LIVE)
                    .forEach(tenant ->
                            options.add(option(tenant.name(), tenant.name().substring(0, 1), "t/" + tenant.name())));
        } catch (RuntimeException e) {
            options.add(Banner.of(Failure.of(e)));
        }
        if (options.getElement().getChildCount() == 0) {
            Span none = new Span("No tenant of this name");
            none.addClassNames("t2", "vr-opt");
            options.add(none);
        }
        if (navigation.mayEnterPlatform()) {
            options.add(option("Platform", "·", navigation.platformStart()));
        }
    }

    private Anchor option(String name, String letter, String href) {
        Span square = new Span(letter);
        square.addClassName("sq");
        Anchor link = new Anchor(href, square, new Span(name));
        link.addClassNames("vr-opt", "plain");
        link.getElement().addEventListener("click", _ -> popover.close());
        return link;
    }
}
