package io.vireo.console.functions;

import static io.vireo.policy.Action.FUNCTION_CREATE;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
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
import io.vireo.console.shell.LiveUpdates;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.FunctionChanged;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.TemplateService;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of a tenant, and the way to a new one. */
@Route(value = "t/:tenant/functions", layout = MainLayout.class)
@PermitAll
public final class FunctionsView extends TenantPage {
    private final FunctionService functions;
    private final TemplateService templates;
    private final Authorizer authorizer;
    private final Clock clock;
    private @Nullable ListPane<FunctionSummary> list;

    FunctionsView(
            TenantService tenants,
            FunctionService functions,
            TemplateService templates,
            Authorizer authorizer,
            Clock clock,
            LiveUpdates updates) {
        super(tenants);
        this.functions = functions;
        this.templates = templates;
        this.authorizer = authorizer;
        this.clock = clock;
        updates.subscribe(this, FunctionChanged.class, event -> {
            if (list != null && event.tenantId().equals(tenant().id())) {
                list.refresh();
            }
        });
    }

    @Override
    protected void enter(BeforeEnterEvent event, Address entered) {
        removeAll();
        PageHeader header = new PageHeader("Functions").facts("They run beside the data and answer over HTTP");
        boolean mayCreate = authorizer.allows(FUNCTION_CREATE, Resource.function(tenant().id(), "*"));
        if (mayCreate) {
            header.acts(createButton());
        }
        ListPane<FunctionSummary> rows = new ListPane<>(grid(), source(), "function", () -> {
            EmptyState empty = new EmptyState(
                    "No functions yet",
                    "Start from a template: a minute from here to a live, logged, versioned function.");
            return (mayCreate ? empty.with(createButton()) : empty)
                    .cli("vireo function deploy PATH --tenant " + tenant().name());
        });
        list = rows;
        add(header, rows.filterField("Filter by name", entered), rows);
        if (entered.take("new") && mayCreate) {
            create();
        }
    }

    @Override
    public List<Crumb> crumbs() {
        return way(Crumb.here("Functions"));
    }

    private ListPane.Source<FunctionSummary> source() {
        return new ListPane.Source<>(
                query -> functions.page(tenant().id(), query), text -> functions.count(tenant().id(), text));
    }

    private Grid<FunctionSummary> grid() {
        Grid<FunctionSummary> grid = new Grid<>();
        grid.setTestId("functions-grid");
        grid.addColumn(Status.nameLink(
                        "square-function",
                        FunctionSummary::name,
                        function -> href("functions/" + function.name() + "/code")))
                .setHeader("Function")
                .setSortProperty("name")
                .setFlexGrow(2);
        grid.addColumn(Status.<FunctionSummary>renderer(function -> FunctionStates.of(function.state())))
                .setHeader("State")
                .setWidth("148px")
                .setFlexGrow(0);
        grid.addColumn(function -> function.liveVersion() == null ? Figures.NONE : "v" + function.liveVersion())
                .setHeader("Live")
                .setWidth("76px")
                .setFlexGrow(0);
        Grid.Column<FunctionSummary> draft = grid.addColumn(function -> function.isDraftAhead() ? "draft" : "")
                .setHeader("Draft")
                .setPartNameGenerator(_ -> "t2")
                .setWidth("76px")
                .setFlexGrow(0);
        Grid.Column<FunctionSummary> workers = grid.addColumn(function -> function.workersWanted() == 0
                        ? Figures.NONE
                        : function.workersReady() + " of " + function.workersWanted())
                .setHeader("Workers")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("92px")
                .setFlexGrow(0);
        Grid.Column<FunctionSummary> runtime = grid.addColumn(FunctionSummary::runtime)
                .setHeader("Runtime")
                .setPartNameGenerator(_ -> "mono")
                .setWidth("108px")
                .setFlexGrow(0);
        Grid.Column<FunctionSummary> changed = grid.addColumn(
                        function -> Figures.time(function.changedAt(), clock.instant()) + " by " + function.changedBy())
                .setHeader("Changed")
                .setSortProperty("changedAt")
                .setPartNameGenerator(_ -> "t2")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("188px")
                .setFlexGrow(0);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(draft, workers, changed));
        NarrowColumns.leave(grid, NarrowColumns.TABLET, List.of(runtime));
        return grid;
    }

    private Button createButton() {
        Button create = new Button("New function", Symbol.of("plus"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setTestId("function-new");
        return create;
    }

    private void create() {
        new CreateDialog(tenant(), functions, templates.list(), function -> getUI().ifPresent(
                                ui -> ui.navigate(href("functions/" + function + "/code"))))
                .open();
    }
}
