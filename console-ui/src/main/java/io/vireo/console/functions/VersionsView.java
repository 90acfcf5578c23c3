package io.vireo.console.functions;

import static io.vireo.policy.Action.FUNCTION_DEPLOY;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Figures;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.Status;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionVersionSummary;
import io.vireo.editor.Glyph;
import io.vireo.identity.Authorizer;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Resource;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The versions of a function, newest first; any of them can be put into service again. */
@Route(value = "t/:tenant/functions/:function/versions", layout = MainLayout.class)
@PermitAll
public final class VersionsView extends FunctionPage {
    private final FunctionService functions;
    private final Authorizer authorizer;
    private final Clock clock;
    private @Nullable ListPane<FunctionVersionSummary> list;

    VersionsView(FunctionPageServices services, Clock clock) {
        super(services, "versions");
        this.functions = services.functions();
        this.authorizer = services.authorizer();
        this.clock = clock;
        listen();
    }

    @Override
    protected Component content(FunctionDetail found, Address address) {
        String name = found.summary().name();
        ListPane<FunctionVersionSummary> rows = new ListPane<>(
                grid(name),
                new ListPane.Source<>() {
                    @Override
                    public List<FunctionVersionSummary> rows(PageQuery query) {
                        return functions.versions(tenant().id(), name, query);
                    }

                    @Override
                    public long count(String filter) {
                        return functions.countVersions(tenant().id(), name);
                    }
                },
                "version",
                () -> new EmptyState(
                                "No versions yet",
                                "Deploy makes one of the draft; Save version makes one without deploying it.")
                        .cli("vireo function deploy PATH --name " + name + " --tenant " + tenant().name()));
        list = rows;
        rows.refresh();
        return rows;
    }

    @Override
    protected void deploymentChanged(Deployment deployment) {
        if (list != null && deployment.state().isEnd()) {
            list.refresh();
        }
    }

    private Grid<FunctionVersionSummary> grid(String name) {
        Grid<FunctionVersionSummary> grid = new Grid<>();
        grid.setTestId("versions-grid");
        grid.addColumn(version -> "v" + version.version())
                .setHeader("Version")
                .setWidth("96px")
                .setFlexGrow(0);
        grid.addColumn(Status.<FunctionVersionSummary>renderer(
                        version -> version.isLive() ? new Status(Glyph.OK, "live") : new Status(Glyph.RING, "kept")))
                .setHeader("State")
                .setWidth("104px")
                .setFlexGrow(0);
        grid.addColumn(version -> version.message().isEmpty() ? Figures.NONE : version.message())
                .setHeader("What changed")
                .setFlexGrow(1);
        Grid.Column<FunctionVersionSummary> author = grid.addColumn(FunctionVersionSummary::author)
                .setHeader("Author")
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true)
                .setFlexGrow(0);
        Grid.Column<FunctionVersionSummary> made = grid.addColumn(
                        version -> Figures.time(version.createdAt(), clock.instant()))
                .setHeader("Made")
                .setPartNameGenerator(_ -> "t2")
                .setTextAlign(ColumnTextAlign.END)
                .setAutoWidth(true)
                .setFlexGrow(0);
        Grid.Column<FunctionVersionSummary> code = grid.addColumn(
                        version -> version.codeSha256().substring(0, 8))
                .setHeader("Code")
                .setPartNameGenerator(_ -> "mono")
                .setTooltipGenerator(FunctionVersionSummary::codeSha256)
                .setWidth("104px")
                .setFlexGrow(0);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(author, made, code));
        if (authorizer.allows(FUNCTION_DEPLOY, Resource.function(tenant().id(), name))) {
            grid.addComponentColumn(this::act)
                    .setHeader("")
                    .setTextAlign(ColumnTextAlign.END)
                    .setAutoWidth(true)
                    .setFlexGrow(0);
        }
        return grid;
    }

    private Component act(FunctionVersionSummary version) {
        Button deploy = new Button("Deploy v" + version.version(), _ -> deploy(version.version()));
        deploy.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        deploy.setVisible(!version.isLive());
        deploy.setTestId("deploy-v" + version.version());
        return deploy;
    }
}
