package io.vireo.console.home;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Page;
import io.vireo.console.page.PageHeader;
import io.vireo.console.shell.MainLayout;
import io.vireo.identity.CursorQuery;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import jakarta.annotation.security.PermitAll;
import java.util.List;

/** The address without a path: goes to the first tenant that the person may see. */
@Route(value = "", layout = MainLayout.class)
@PermitAll
public final class StartView extends Div implements BeforeEnterObserver, Page {
    private final TenantService tenants;

    StartView(TenantService tenants) {
        this.tenants = tenants;
        addClassName("vr-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        List<TenantSummary> first =
                tenants.list(new CursorQuery("", CursorQuery.DEFAULT_LIMIT)).items();
        if (!first.isEmpty()) {
            TenantSummary target = first.stream()
                    .filter(tenant -> tenant.name().equals("default"))
                    .findFirst()
                    .orElse(first.getFirst());
            event.forwardTo("t/" + target.name());
            return;
        }
        removeAll();
        add(
                new PageHeader("Welcome"),
                new EmptyState(
                                "You have no tenant yet",
                                "A tenant administrator can give you a role in one; then it appears here.")
                        .cli("vireo user role NAME --tenant TENANT --role developer"));
    }

    @Override
    public List<Crumb> crumbs() {
        return List.of(Crumb.here("Welcome"));
    }
}
