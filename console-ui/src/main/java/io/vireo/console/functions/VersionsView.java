package io.vireo.console.functions;

import static io.vireo.policy.Action.FUNCTION_DEPLOY;
import static io.vireo.policy.Action.FUNCTION_UPDATE;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.Banner;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Failure;
import io.vireo.console.page.Figures;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.Status;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionVersion;
import io.vireo.controlplane.FunctionVersionSummary;
import io.vireo.editor.Glyph;
import io.vireo.editor.VersionCompare;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a function, newest first; any of them can be put into service again or made the draft. Two of them, named in the
 * address ({@code a}, {@code b}), are shown beside each other instead.
 */
@Route(value = "t/:tenant/functions/:function/versions", layout = MainLayout.class)
@PermitAll
public final class VersionsView extends FunctionPage {
    private final FunctionService functions;
    private final Authorizer authorizer;
    private final Clock clock;
    private final Div shown = new Div();
    private @Nullable ListPane<FunctionVersionSummary> list;
    private @Nullable Integer live;

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
                grid(),
                new ListPane.Source<>(
                        query -> functions.versions(tenant().id(), name, query),
                        _ -> functions.countVersions(tenant().id(), name)),
                "version",
                () -> new EmptyState(
                                "No versions yet",
                                "Deploy makes one of the draft; Save version makes one without deploying it.")
                        .cli("vireo function deploy PATH --name " + name + " --tenant " + tenant().name()));
        list = rows;
        live = found.summary().liveVersion();
        shown.addClassName("vr-m");
        show(address);
        return shown;
    }

    @Override
    protected void addressChanged(Address address) {
        show(address);
    }

    @Override
    protected void functionChanged(FunctionDetail now) {
        live = now.summary().liveVersion();
    }

    private void show(Address address) {
        shown.removeAll();
        int before = number(address.get("a"));
        int after = number(address.get("b"));
        if (before > 0 && after > 0) {
            shown.add(comparison(before, after));
        } else if (list != null) {
            shown.add(list);
            list.refresh();
        }
    }

    private Component comparison(int before, int after) {
        Span title = new Span("v" + before + " beside v" + after);
        title.addClassName("b5");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Anchor swap = new Anchor(comparing(after, before), "Swap");
        Anchor back = new Anchor(href("functions/" + function() + "/versions"), "All versions");
        back.getElement().setAttribute("data-testid", "compare-back");
        Div bar = new Div(title, gap, swap, back);
        bar.addClassName("vr-tools");
        Div pane = new Div(bar);
        pane.addClassName("vr-m");
        try {
            pane.add(new VersionCompare(files(before), files(after)));
        } catch (RuntimeException e) {
            pane.add(Banner.of(Failure.of(e)));
        }
        return pane;
    }

    private FunctionFiles files(int version) {
        return functions.version(tenant().id(), function(), version).files();
    }

    private String comparing(int before, int after) {
        return href("functions/" + function() + "/versions") + "?a=" + before + "&b=" + after;
    }

    private static int number(String text) {
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    @Override
    protected void deploymentChanged(Deployment deployment) {
        if (list != null && deployment.state().isEnd()) {
            list.refresh();
        }
    }

    private Grid<FunctionVersionSummary> grid() {
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
        Grid.Column<FunctionVersionSummary> message = grid.addColumn(
                        version -> version.message().isEmpty() ? Figures.NONE : version.message())
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
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(message, author, made, code));
        grid.addComponentColumn(this::acts)
                .setHeader(ListPane.actsHeader())
                .setTextAlign(ColumnTextAlign.END)
                .setAutoWidth(true)
                .setFlexGrow(0);
        return grid;
    }

    private Component acts(FunctionVersionSummary version) {
        int number = version.version();
        Div acts = new Div();
        acts.addClassName("vr-rowacts");
        int other = live == null || live == number ? number - 1 : live;
        if (other > 0) {
            Anchor compare =
                    new Anchor(comparing(Math.min(other, number), Math.max(other, number)), "Compare with v" + other);
            compare.getElement().setAttribute("data-testid", "compare-v" + number);
            compare.addClassName("hide-n");
            acts.add(compare);
        }
        if (authorizer.allows(FUNCTION_UPDATE, Resource.function(tenant().id(), function()))) {
            acts.add(small("Restore…", "restore-v" + number, () -> askToRestore(number)));
        }
        if (!version.isLive() && authorizer.allows(FUNCTION_DEPLOY, Resource.function(tenant().id(), function()))) {
            acts.add(small("Deploy v" + number, "deploy-v" + number, () -> deploy(number)));
        }
        return acts;
    }

    private static Button small(String text, String testId, Runnable act) {
        Button button = new Button(text, _ -> act.run());
        button.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        button.setTestId(testId);
        return button;
    }

    private void askToRestore(int version) {
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader("Restore v" + version + "?");
        dialog.setText(
                "The draft becomes what v" + version
                        + " is. A draft with changes of its own is kept as a version first. What is live stays live until you deploy.");
        dialog.setCancelable(true);
        dialog.setCancelButtonTheme("");
        dialog.setConfirmText("Restore v" + version);
        dialog.addConfirmListener(_ -> restore(version));
        dialog.open();
    }

    private void restore(int version) {
        FunctionDetail now = functions.find(tenant().id(), function());
        if (now.summary().isDraftAhead()) {
            functions.createVersion(tenant().id(), function(), "Draft before v" + version + " was restored");
        }
        FunctionVersion wanted = functions.version(tenant().id(), function(), version);
        functions.saveDraft(tenant().id(), function(), now.draft().revision(), wanted.files(), wanted.configuration());
        getUI().ifPresent(ui -> ui.navigate(href("functions/" + function() + "/code")));
    }
}
