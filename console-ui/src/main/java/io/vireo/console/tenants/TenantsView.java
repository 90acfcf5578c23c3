package io.vireo.console.tenants;

import static io.vireo.policy.Action.TENANT_CREATE;
import static io.vireo.policy.Action.TENANT_DELETE;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Figures;
import io.vireo.console.page.FilterField;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.NameDialog;
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.Page;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.Status;
import io.vireo.console.shell.MainLayout;
import io.vireo.editor.Glyph;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import io.vireo.tenant.CreateTenant;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantState;
import io.vireo.tenant.TenantSummary;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tenants of the platform: create, retire, take back. */
@Route(value = "platform/tenants", layout = MainLayout.class)
@PermitAll
public final class TenantsView extends Div implements BeforeEnterObserver, Page {
    private final TenantService tenants;
    private final Authorizer authorizer;
    private final Clock clock;
    private final ListPane<TenantSummary> list;
    private final FilterField filter = new FilterField("Filter by name", this::filter);
    private @Nullable Address address;

    TenantsView(TenantService tenants, Authorizer authorizer, Clock clock) {
        this.tenants = tenants;
        this.authorizer = authorizer;
        this.clock = clock;
        addClassName("vr-page");
        PageHeader header = new PageHeader("Tenants").facts("One gateway process and one address each");
        boolean mayCreate = authorizer.allows(TENANT_CREATE, Resource.tenantNamed("*"));
        if (mayCreate) {
            Button create = new Button("New tenant", Symbol.of("plus"), _ -> askForTenant());
            create.addThemeVariants(ButtonVariant.PRIMARY);
            create.setTestId("tenant-new");
            header.acts(create);
        }
        list = new ListPane<>(
                grid(), new ListPane.Source<>(tenants::page, tenants::count), "tenant", () -> new EmptyState(
                                "No tenants yet", "A tenant has its own containers, functions, people and address.")
                        .cli("vireo tenant create NAME"));
        add(header, filter, list);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        address = new Address(event.getLocation());
        filter.show(address.get("q"));
        list.filter(address.get("q"));
        if (address.take("new") && authorizer.allows(TENANT_CREATE, Resource.tenantNamed("*"))) {
            askForTenant();
        }
    }

    @Override
    public List<Crumb> crumbs() {
        return List.of(new Crumb("Platform", "platform/tenants"), Crumb.here("Tenants"));
    }

    private void filter(String text) {
        if (address != null) {
            address.replace("q", text);
        }
        list.filter(text);
    }

    private Grid<TenantSummary> grid() {
        Grid<TenantSummary> grid = new Grid<>();
        grid.setTestId("tenants-grid");
        grid.addColumn(Status.nameLink(
                        "building-2",
                        TenantSummary::name,
                        tenant -> tenant.state() == TenantState.LIVE ? "t/" + tenant.name() : "platform/tenants"))
                .setHeader("Tenant")
                .setSortProperty("name")
                .setFlexGrow(2);
        grid.addColumn(Status.renderer(this::status))
                .setHeader("State")
                .setSortProperty("state")
                .setAutoWidth(true);
        Grid.Column<TenantSummary> address = grid.addColumn(TenantSummary::address)
                .setHeader("Address")
                .setPartNameGenerator(_ -> "mono")
                .setAutoWidth(true);
        Grid.Column<TenantSummary> created = grid.addColumn(tenant -> Figures.time(tenant.createdAt(), clock.instant()))
                .setHeader("Created")
                .setSortProperty("createdAt")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        grid.addComponentColumn(this::acts)
                .setHeader(ListPane.actsHeader())
                .setTextAlign(ColumnTextAlign.END)
                .setAutoWidth(true)
                .setFlexGrow(0);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(address, created));
        return grid;
    }

    private Status status(TenantSummary tenant) {
        return switch (tenant.state()) {
            case LIVE -> new Status(Glyph.OK, "active");
            case RETIRED -> new Status(Glyph.PAUSED, retired(tenant.restorableUntil()));
        };
    }

    private String retired(@Nullable Instant restorableUntil) {
        Duration left = restorableUntil == null ? Duration.ZERO : Duration.between(clock.instant(), restorableUntil);
        return left.isPositive()
                ? "retired, restorable for " + Figures.span(left) + ", then its data are deleted"
                : "retired, its data are being deleted";
    }

    private Button acts(TenantSummary tenant) {
        boolean isLive = tenant.state() == TenantState.LIVE;
        Button act = new Button(isLive ? "Retire…" : "Take back", _ -> {
            if (isLive) {
                new RetireDialog(tenant, () -> {
                            tenants.retire(tenant.id());
                            list.refresh();
                        })
                        .open();
            } else {
                tenants.restore(tenant.id());
                list.refresh();
            }
        });
        act.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        if (isLive) {
            act.addThemeVariants(ButtonVariant.ERROR);
        }
        act.setTestId((isLive ? "tenant-retire-" : "tenant-restore-") + tenant.name());
        act.setVisible(
                !tenant.name().equals("default") && authorizer.allows(TENANT_DELETE, Resource.tenant(tenant.id())));
        return act;
    }

    private void askForTenant() {
        Dialog dialog = new NameDialog(
                "New tenant",
                "Name",
                "2 to 40 of a-z, 0-9 and -. It is part of addresses and cannot be changed.",
                "Create tenant",
                "vireo tenant create NAME",
                name -> {
                    TenantSummary created = tenants.create(CreateTenant.named(name));
                    getUI().ifPresent(ui -> ui.navigate("t/" + created.name()));
                });
        dialog.open();
    }
}
