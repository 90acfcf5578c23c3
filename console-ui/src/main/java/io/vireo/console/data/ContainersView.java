package io.vireo.console.data;

import static io.vireo.policy.Action.CONTAINER_CREATE;
import static io.vireo.policy.Action.CONTAINER_DELETE;
import static io.vireo.policy.Action.CONTAINER_UPDATE;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Figures;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.Status;
import io.vireo.console.page.TenantPage;
import io.vireo.console.shell.MainLayout;
import io.vireo.editor.Glyph;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The containers of a tenant: create, open, retire, take back. */
@Route(value = "t/:tenant/data", layout = MainLayout.class)
@PermitAll
public final class ContainersView extends TenantPage {
    private final ContainerService containers;
    private final Authorizer authorizer;
    private final Clock clock;
    private @Nullable ListPane<ContainerSummary> list;

    ContainersView(TenantService tenants, ContainerService containers, Authorizer authorizer, Clock clock) {
        super(tenants);
        this.containers = containers;
        this.authorizer = authorizer;
        this.clock = clock;
    }

    @Override
    protected void enter(BeforeEnterEvent event, Address entered) {
        removeAll();
        PageHeader header = new PageHeader("Containers")
                .facts("Every record is an object, a row, a file and a change in the stream");
        boolean mayCreate = authorizer.allows(CONTAINER_CREATE, Resource.container(tenant().id(), "*"));
        if (mayCreate) {
            header.acts(createButton());
        }
        ListPane<ContainerSummary> rows = new ListPane<>(grid(), source(), "container", () -> {
            EmptyState empty = new EmptyState("No containers yet", "A container holds records by path.");
            return (mayCreate ? empty.with(createButton()) : empty)
                    .cli("vireo container create NAME --tenant " + tenant().name());
        });
        list = rows;
        add(header, rows.filterField("Filter by name", entered), rows);
        if (entered.take("new") && mayCreate) {
            create();
        }
    }

    @Override
    public List<Crumb> crumbs() {
        return way(Crumb.here("Data"));
    }

    private ListPane.Source<ContainerSummary> source() {
        return new ListPane.Source<>(
                query -> containers.page(tenant().id(), query), text -> containers.count(tenant().id(), text));
    }

    private Grid<ContainerSummary> grid() {
        Grid<ContainerSummary> grid = new Grid<>();
        grid.setTestId("containers-grid");
        grid.addColumn(Status.nameLink(
                        "database",
                        ContainerSummary::name,
                        container -> href(container.isLive() ? "data/c/" + container.name() : "data")))
                .setHeader("Container")
                .setSortProperty("name")
                .setFlexGrow(2);
        grid.addColumn(Status.renderer(this::status)).setHeader("State").setAutoWidth(true);
        Grid.Column<ContainerSummary> durability = grid.addColumn(
                        container -> ContainerDialog.nameOf(container.durability()))
                .setHeader("Acknowledged")
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        Grid.Column<ContainerSummary> number = grid.addColumn(ContainerSummary::id)
                .setHeader("Number")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        Grid.Column<ContainerSummary> created = grid.addColumn(
                        container -> Figures.time(container.createdAt(), clock.instant()))
                .setHeader("Created")
                .setSortProperty("createdAt")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(durability, number, created));
        if (mayChange() || mayDelete()) {
            grid.addComponentColumn(this::acts)
                    .setHeader(ListPane.actsHeader())
                    .setTextAlign(ColumnTextAlign.END)
                    .setAutoWidth(true)
                    .setFlexGrow(0);
        }
        return grid;
    }

    private Status status(ContainerSummary container) {
        return container.restorableUntil() == null
                ? new Status(Glyph.OK, "active")
                : new Status(
                        Glyph.PAUSED,
                        "retired, restorable for "
                                + Figures.span(Duration.between(clock.instant(), container.restorableUntil())));
    }

    private boolean mayChange() {
        return authorizer.allows(CONTAINER_UPDATE, Resource.container(tenant().id(), "*"));
    }

    private boolean mayDelete() {
        return authorizer.allows(CONTAINER_DELETE, Resource.container(tenant().id(), "*"));
    }

    private Div acts(ContainerSummary container) {
        Div acts = new Div();
        acts.addClassName("vr-row-acts");
        if (mayChange() && container.isLive()) {
            Button change = new Button("Settings…", _ -> change(container));
            change.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
            change.setTestId("container-settings-" + container.name());
            acts.add(change);
        }
        if (mayDelete()) {
            acts.add(retirement(container));
        }
        return acts;
    }

    private void change(ContainerSummary container) {
        ContainerDialog.change(tenant().name(), container, durability -> {
                    containers.changeDurability(tenant().id(), container.name(), durability);
                    refresh();
                })
                .open();
    }

    private Button retirement(ContainerSummary container) {
        Button act = new Button(container.isLive() ? "Retire…" : "Take back", _ -> {
            if (container.isLive()) {
                askToRetire(container);
            } else {
                containers.restore(tenant().id(), container.id());
                refresh();
            }
        });
        act.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        if (container.isLive()) {
            act.addThemeVariants(ButtonVariant.ERROR);
        }
        act.setTestId((container.isLive() ? "container-retire-" : "container-restore-") + container.name());
        return act;
    }

    private void askToRetire(ContainerSummary container) {
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader("Retire " + container.name() + "?");
        dialog.setText(
                "Its records stop answering at once and are kept for 7 days: until then it can be taken back. Functions bound to it fail.");
        dialog.setCancelable(true);
        dialog.setCancelButtonTheme("");
        dialog.setConfirmText("Retire " + container.name());
        dialog.setConfirmButtonTheme("error primary");
        dialog.addConfirmListener(_ -> {
            containers.retire(tenant().id(), container.name());
            refresh();
        });
        dialog.open();
    }

    private Button createButton() {
        Button create = new Button("New container", Symbol.of("plus"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setTestId("container-new");
        return create;
    }

    private void create() {
        ContainerDialog.create(tenant().name(), command -> {
                    ContainerSummary created = containers.create(tenant().id(), command);
                    getUI().ifPresent(ui -> ui.navigate(href("data/c/" + created.name())));
                })
                .open();
    }

    private void refresh() {
        if (list != null) {
            list.refresh();
        }
    }
}
