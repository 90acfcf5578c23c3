package io.vireo.console.activity;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.FilterField;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.Page;
import io.vireo.console.page.PageHeader;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.AuditEntry;
import io.vireo.controlplane.AuditService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;

/** What was done and refused on the whole platform. */
@Route(value = "platform/activity", layout = MainLayout.class)
@PermitAll
public final class PlatformActivityView extends Div implements BeforeEnterObserver, Page {
    private final AuditService audit;
    private final Clock clock;

    PlatformActivityView(AuditService audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
        addClassName("vr-page");
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Address address = new Address(event.getLocation());
        removeAll();
        ListPane<AuditEntry> list = AuditList.of(audit, null, clock);
        FilterField filter = new FilterField("Filter by action, such as tenant:", text -> {
            address.replace("q", text);
            list.filter(text);
        });
        filter.show(address.get("q"));
        add(new PageHeader("Activity").facts("What was done and refused, newest first"), filter, list);
        list.filter(address.get("q"));
    }

    @Override
    public List<Crumb> crumbs() {
        return List.of(new Crumb("Platform", "platform/tenants"), Crumb.here("Activity"));
    }
}
