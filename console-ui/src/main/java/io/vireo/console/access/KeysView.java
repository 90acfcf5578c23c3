package io.vireo.console.access;

import static io.vireo.policy.Action.KEY_CREATE;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.DescriptionList.Description;
import com.vaadin.flow.component.html.DescriptionList.Term;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Figures;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.NameDialog;
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.TenantPage;
import io.vireo.console.shell.MainLayout;
import io.vireo.editor.Symbol;
import io.vireo.identity.AccessKeyService;
import io.vireo.identity.AccessKeySummary;
import io.vireo.identity.Authorizer;
import io.vireo.identity.CreateAccessKey;
import io.vireo.identity.IssuedAccessKey;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Access keys of a tenant: made, shown once, revoked. */
@Route(value = "t/:tenant/access/keys", layout = MainLayout.class)
@PermitAll
public final class KeysView extends TenantPage {
    private final AccessKeyService keys;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private final Clock clock;
    private final Div issued = new Div();
    private @Nullable ListPane<AccessKeySummary> list;

    KeysView(
            TenantService tenants,
            AccessKeyService keys,
            Authorizer authorizer,
            PrincipalHolder principals,
            Clock clock) {
        super(tenants);
        this.keys = keys;
        this.authorizer = authorizer;
        this.principals = principals;
        this.clock = clock;
    }

    @Override
    protected void enter(BeforeEnterEvent event, Address entered) {
        removeAll();
        issued.removeAll();
        issued.addClassName("vr-state");
        issued.setVisible(false);
        PageHeader header = new PageHeader("Access keys")
                .facts("A program's way to the data of " + tenant().name() + ", with the rights of its owner");
        boolean mayCreate = authorizer.allows(
                KEY_CREATE,
                Resource.accessKey(tenant().id(), principals.require().name(), "*"));
        if (mayCreate) {
            header.acts(createButton());
        }
        ListPane<AccessKeySummary> rows = new ListPane<>(grid(), source(), "key", () -> {
            EmptyState empty =
                    new EmptyState("No keys yet", "Tools and programs sign in with a key; people with their account.");
            return (mayCreate ? empty.with(createButton()) : empty)
                    .cli("vireo key create --tenant " + tenant().name() + " --name NAME");
        });
        list = rows;
        add(header, issued, rows.filterField("Filter by name or owner", entered), rows);
        if (entered.take("new") && mayCreate) {
            create();
        }
    }

    @Override
    public List<Crumb> crumbs() {
        return way(new Crumb("Access", href("access/keys")), Crumb.here("Keys"));
    }

    private ListPane.Source<AccessKeySummary> source() {
        return new ListPane.Source<>(query -> keys.page(tenant().id(), query), text -> keys.count(tenant().id(), text));
    }

    private Grid<AccessKeySummary> grid() {
        Grid<AccessKeySummary> grid = new Grid<>();
        grid.setTestId("keys-grid");
        grid.addColumn(AccessKeySummary::name)
                .setHeader("Name")
                .setSortProperty("name")
                .setFlexGrow(1);
        grid.addColumn(AccessKeySummary::accessKeyId)
                .setHeader("Key")
                .setPartNameGenerator(_ -> "mono")
                .setAutoWidth(true);
        Grid.Column<AccessKeySummary> owner = grid.addColumn(AccessKeySummary::owner)
                .setHeader("Owner")
                .setSortProperty("owner")
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        Grid.Column<AccessKeySummary> rights = grid.addColumn(
                        key -> key.statements().isEmpty()
                                ? "all of its owner"
                                : Figures.count(key.statements().size(), "statement"))
                .setHeader("Rights")
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        Grid.Column<AccessKeySummary> used = grid.addColumn(this::lastUse)
                .setHeader("Last used")
                .setSortProperty("lastUsedAt")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        Grid.Column<AccessKeySummary> ends = grid.addColumn(this::end)
                .setHeader("Ends")
                .setSortProperty("expiresAt")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setAutoWidth(true);
        grid.addComponentColumn(this::act)
                .setHeader(ListPane.actsHeader())
                .setTextAlign(ColumnTextAlign.END)
                .setAutoWidth(true)
                .setFlexGrow(0);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(owner, rights, used, ends));
        return grid;
    }

    private String lastUse(AccessKeySummary key) {
        return key.lastUsedAt() == null ? "never" : Figures.time(key.lastUsedAt(), clock.instant());
    }

    private String end(AccessKeySummary key) {
        Duration left = Duration.between(clock.instant(), key.expiresAt());
        return left.isPositive()
                ? "in " + Figures.span(left)
                : "ended " + Figures.time(key.expiresAt(), clock.instant());
    }

    private Button act(AccessKeySummary key) {
        Button revoke = new Button("Revoke…", _ -> askToRevoke(key));
        revoke.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        revoke.setTestId("key-revoke-" + key.name());
        return revoke;
    }

    private Button createButton() {
        Button create = new Button("New key", Symbol.of("plus"), _ -> create());
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.setTestId("key-new");
        return create;
    }

    private void create() {
        new NameDialog(
                        "New key",
                        "What it is for",
                        "1 to 100 characters. It has your rights and ends in a year.",
                        "Create key",
                        "vireo key create --tenant " + tenant().name() + " --name NAME",
                        name -> show(name, keys.create(tenant().id(), CreateAccessKey.named(name))))
                .open();
    }

    private void show(String name, IssuedAccessKey key) {
        DescriptionList secrets = new DescriptionList();
        secrets.addClassName("vr-kv");
        secrets.setTestId("key-secrets");
        secret(secrets, "Access key", key.accessKeyId(), "key-access-key");
        secret(secrets, "Secret", key.secretAccessKey(), "key-secret");
        secret(secrets, "Session key", key.sessionKey(), "key-session-key");
        issued.removeAll();
        issued.add(
                Banner.done("Key " + name + " is made. It is shown this once.", "Keep it now: only a hash stays here.")
                        .with(secrets)
                        .act("I have kept it", () -> {
                            issued.removeAll();
                            issued.setVisible(false);
                        }));
        issued.setVisible(true);
        if (list != null) {
            list.refresh();
        }
    }

    private static void secret(DescriptionList list, String name, String value, String testId) {
        Div text = new Div(value);
        text.addClassName("mono");
        text.setTestId(testId);
        Div row = new Div(text, CliLine.copyButton(value, "Copy " + name));
        row.addClassName("copyable");
        Description description = new Description();
        description.add(row);
        list.add(new Term(name), description);
    }

    private void askToRevoke(AccessKeySummary key) {
        ConfirmDialog dialog = new ConfirmDialog();
        dialog.setHeader("Revoke " + key.name() + "?");
        dialog.setText("Programs that use it are refused from now on. It cannot be taken back.");
        dialog.setCancelable(true);
        dialog.setCancelButtonTheme("");
        dialog.setConfirmText("Revoke " + key.name());
        dialog.setConfirmButtonTheme("error primary");
        dialog.addConfirmListener(_ -> {
            keys.revoke(tenant().id(), key.accessKeyId());
            if (list != null) {
                list.refresh();
            }
        });
        dialog.open();
    }
}
