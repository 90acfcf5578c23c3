package io.vireo.console.functions;

import static io.vireo.policy.Action.FUNCTION_DELETE;
import static io.vireo.policy.Action.FUNCTION_DEPLOY;
import static io.vireo.policy.Action.FUNCTION_INVOKE;
import static io.vireo.policy.Action.FUNCTION_UPDATE;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import io.vireo.console.page.Address;
import io.vireo.console.page.Failure;
import io.vireo.console.page.NameDialog;
import io.vireo.console.page.Status;
import io.vireo.console.page.TenantPage;
import io.vireo.console.shell.MainLayout;
import io.vireo.console.shell.Recents;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.DeploymentChanged;
import io.vireo.controlplane.FunctionChanged;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionFiles;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.editor.DeployDialog;
import io.vireo.editor.EditorServices;
import io.vireo.editor.EditorServices.Rights;
import io.vireo.editor.Glyph;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import io.vireo.policy.Action;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the pages of a function share: the line with its name, live version, draft and acts, and the tabs. Below it each page
 * shows its own part. Live version and deployment follow events.
 */
abstract class FunctionPage extends TenantPage {
    private final FunctionPageServices services;
    private final String tab;
    private final Div line = new Div();
    private @Nullable FunctionDetail detail;
    private @Nullable DeployDialog dialog;

    /** @param tab the last segment of the page's address */
    FunctionPage(FunctionPageServices services, String tab) {
        super(services.tenants());
        this.services = services;
        this.tab = tab;
        line.addClassName("vr-fhead");
    }

    @Override
    protected final void enter(BeforeEnterEvent event, Address address) {
        String name = event.getRouteParameters().get("function").orElse("");
        boolean isShown = detail != null
                && detail.summary().name().equals(name)
                && detail.summary().tenantId().equals(tenant().id());
        if (isShown) {
            addressChanged(address);
            deployIfAsked(address);
            return;
        }
        FunctionDetail found = services.functions().find(tenant().id(), name);
        detail = found;
        Recents.add(new Recents.Visit(
                tenant().name(), name, "function", "square-function", href("functions/" + name + "/code")));
        removeAll();
        showLine();
        add(line, tabs(), content(found, address));
        deployIfAsked(address);
    }

    private void deployIfAsked(Address address) {
        if (address.take("deploy") && allows(FUNCTION_DEPLOY)) {
            deploy(null);
        }
    }

    /** Builds the page's own part. */
    protected abstract Component content(FunctionDetail found, Address address);

    /** The page is shown already, and its address says something else. */
    protected void addressChanged(Address address) {}

    /** The deployment that is under way moved on. */
    protected void deploymentChanged(Deployment deployment) {}

    /** The function was changed by somebody, or its state did. */
    protected void functionChanged(FunctionDetail now) {}

    /** Opens a place of the code. */
    protected void openPlace(String path, int lineNumber) {
        getUI().ifPresent(ui ->
                ui.navigate(href("functions/" + function() + "/code?file=" + path + "&line=" + lineNumber)));
    }

    @Override
    public List<Crumb> crumbs() {
        return way(new Crumb("Functions", href("functions")), Crumb.here(function()));
    }

    @Override
    protected void onAttach(com.vaadin.flow.component.AttachEvent attachEvent) {
        super.onAttach(attachEvent);
        MainLayout.dockOf(this)
                .open(
                        tenant().id() + "/" + function(),
                        function(),
                        LogStreamController.url(tenant().id(), function()),
                        false);
    }

    /** Hears of the function's changes; called once by each page's constructor. */
    protected final void listen() {
        services.updates().subscribe(this, FunctionChanged.class, event -> {
            if (event.tenantId().equals(tenant().id()) && event.name().equals(function())) {
                reload();
            }
        });
        services.updates().subscribe(this, DeploymentChanged.class, event -> {
            if (event.tenantId().equals(tenant().id()) && event.function().equals(function())) {
                Deployment deployment =
                        services.functions().deployment(tenant().id(), function(), event.deploymentId());
                if (dialog != null) {
                    dialog.changed(deployment);
                }
                deploymentChanged(deployment);
                reload();
            }
        });
    }

    /** Reads the function again and shows its line. */
    protected final void reload() {
        try {
            FunctionDetail now = services.functions().find(tenant().id(), function());
            detail = now;
            showLine();
            functionChanged(now);
        } catch (RuntimeException e) {
            line.removeAll();
            line.add(new Span(Failure.sentence(e)));
        }
    }

    /** Name of the function. */
    protected final String function() {
        return detail == null ? "" : detail.summary().name();
    }

    /** What components of the editor need. */
    protected final EditorServices editorServices() {
        return new EditorServices(
                tenant().id(),
                function(),
                services.functions(),
                services.invocations(),
                services.background(),
                Failure::sentence,
                new Rights(
                        allows(FUNCTION_UPDATE),
                        allows(FUNCTION_DEPLOY),
                        allows(FUNCTION_INVOKE),
                        allows(FUNCTION_DELETE)));
    }

    private boolean allows(Action action) {
        Authorizer authorizer = services.authorizer();
        return authorizer.allows(action, Resource.function(tenant().id(), function()));
    }

    /** Asks to deploy: a version that is there, or a new one of the draft. */
    protected final void deploy(@Nullable Integer version) {
        FunctionFiles files = version == null
                ? services.functions().find(tenant().id(), function()).draft().files()
                : services.functions()
                        .version(tenant().id(), function(), version)
                        .files();
        dialog = new DeployDialog(editorServices(), version, files, this::openPlace);
        dialog.open();
    }

    /** Asks for a word about the draft, and makes a version of it. */
    protected final void saveVersion() {
        if (!allows(FUNCTION_UPDATE)) {
            return;
        }
        new NameDialog(
                        "Save a version of " + function(),
                        "What changed",
                        "Shown in the list of versions; up to 500 characters, may be empty",
                        "Save version",
                        "vireo function deploy PATH --name " + function() + " --tenant " + tenant().name(),
                        message -> {
                            services.functions().createVersion(tenant().id(), function(), message);
                            reload();
                        })
                .open();
    }

    private void showLine() {
        FunctionDetail shown = detail;
        if (shown == null) {
            return;
        }
        FunctionSummary summary = shown.summary();
        line.removeAll();
        H1 name = new H1(summary.name());
        Span runtime = new Span(summary.runtime());
        runtime.addClassNames("vr-tag", "hide-n");
        Status status = FunctionStates.of(summary.state());
        Span state = new Status(
                        status.glyph(),
                        (summary.liveVersion() == null ? "" : "v" + summary.liveVersion() + " ") + status.word())
                .span();
        state.setTestId("function-state");
        state.setTitle(summary.message());
        Span separator = new Span();
        separator.addClassName("vr-vsep");
        Span draft = new Span();
        draft.addClassName("vr-st");
        if (summary.isDraftAhead()) {
            draft.add(Glyph.DRAFT.icon(), new Span("Draft"));
        }
        Component saved = new DraftNote();
        Span gap = new Span();
        gap.addClassName("vr-sp");
        line.add(name, runtime, state, separator, draft, saved, gap);
        if (allows(FUNCTION_DELETE)) {
            Button delete = Symbol.button("trash-2", "Delete the function");
            delete.addClassName("hide-n");
            delete.setTestId("function-delete");
            delete.addClickListener(_ -> askToDelete());
            line.add(delete);
        }
        if (allows(FUNCTION_UPDATE)) {
            Button save = new Button("Save version", _ -> saveVersion());
            save.addClassName("hide-n");
            save.setTestId("function-save-version");
            line.add(save);
        }
        if (allows(FUNCTION_DEPLOY)) {
            Button deploy = new Button("Deploy…", Symbol.of("rocket"), _ -> deploy(null));
            deploy.addThemeVariants(ButtonVariant.PRIMARY);
            deploy.setTestId("function-deploy");
            line.add(deploy);
        }
    }

    private void askToDelete() {
        ConfirmDialog confirm = new ConfirmDialog();
        confirm.setHeader("Delete " + function() + "?");
        confirm.setText(
                "Its address stops answering at once; drafts, versions and deployments go with it. Its log stays.");
        confirm.setCancelable(true);
        confirm.setCancelButtonTheme("");
        confirm.setConfirmText("Delete " + function());
        confirm.setConfirmButtonTheme("error primary");
        confirm.addConfirmListener(_ -> {
            services.functions().delete(tenant().id(), function());
            getUI().ifPresent(ui -> ui.navigate(href("functions")));
        });
        confirm.open();
    }

    private Nav tabs() {
        String base = href("functions/" + function());
        Nav tabs = new Nav(
                pageLink(base, "code", "Code"),
                pageLink(base, "configuration", "Configuration"),
                pageLink(base, "versions", "Versions"));
        tabs.addClassName("vr-pagelinks");
        tabs.getElement().setAttribute("aria-label", "Pages of the function");
        return tabs;
    }

    private Anchor pageLink(String base, String page, String word) {
        Anchor link = new Anchor(base + "/" + page, word);
        if (page.equals(tab)) {
            link.getElement().setAttribute("aria-current", "page");
        }
        return link;
    }

    /** "saved 5 s ago", told by the editor in the browser. */
    @com.vaadin.flow.component.Tag("vr-draft-state")
    private static final class DraftNote extends Component {
        DraftNote() {
            getElement().getClassList().add("t2");
            getElement().getClassList().add("hide-n");
            setTestId("draft-state");
        }
    }
}
