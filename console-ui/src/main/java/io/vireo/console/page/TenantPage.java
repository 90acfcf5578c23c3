package io.vireo.console.page;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of one tenant, which the address names. A tenant that the person may not see answers as one that is not there. */
public abstract class TenantPage extends Div implements BeforeEnterObserver, Page {
    private final TenantService tenants;
    private @Nullable TenantSummary tenant;

    protected TenantPage(TenantService tenants) {
        this.tenants = tenants;
    }

    @Override
    public final void beforeEnter(BeforeEnterEvent event) {
        addClassName("vr-page");
        tenant = tenants.find(event.getRouteParameters().get("tenant").orElse(""));
        enter(event, new Address(event.getLocation()));
    }

    /** Shows what the address says. Called again when only its parameters changed. */
    protected abstract void enter(BeforeEnterEvent event, Address address);

    /** The tenant of the page; only after it was entered. */
    protected final TenantSummary tenant() {
        if (tenant == null) {
            throw new IllegalStateException("the page was not entered yet");
        }
        return tenant;
    }

    /** Address of a page of the tenant, relative to the application. */
    protected final String href(String page) {
        return "t/" + tenant().name() + (page.isEmpty() ? "" : "/" + page);
    }

    /** The way here: the tenant, then these. */
    protected final List<Crumb> way(Crumb... steps) {
        List<Crumb> way = new ArrayList<>();
        way.add(new Crumb(tenant().name(), href("")));
        way.addAll(List.of(steps));
        return List.copyOf(way);
    }
}
