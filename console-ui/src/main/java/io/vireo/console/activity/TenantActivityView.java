package io.vireo.console.activity;

import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.FilterField;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.TenantPage;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.AuditEntry;
import io.vireo.controlplane.AuditService;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;

/** What was done and refused in a tenant. */
@Route(value = "t/:tenant/activity/audit", layout = MainLayout.class)
@PermitAll
public final class TenantActivityView extends TenantPage {
    private final AuditService audit;
    private final Clock clock;

    TenantActivityView(TenantService tenants, AuditService audit, Clock clock) {
        super(tenants);
        this.audit = audit;
        this.clock = clock;
    }

    @Override
    protected void enter(BeforeEnterEvent event, Address address) {
        removeAll();
        ListPane<AuditEntry> list = AuditList.of(audit, tenant().id(), clock);
        FilterField filter = new FilterField("Filter by action, such as function:", text -> {
            address.replace("q", text);
            list.filter(text);
        });
        filter.show(address.get("q"));
        add(new PageHeader("Activity").facts("What was done and refused, newest first"), filter, list);
        list.filter(address.get("q"));
    }

    @Override
    public List<Crumb> crumbs() {
        return way(Crumb.here("Activity"));
    }
}
