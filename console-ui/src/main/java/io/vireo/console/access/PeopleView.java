package io.vireo.console.access;

import static io.vireo.policy.Action.USER_ASSIGN_ROLE;
import static io.vireo.policy.Action.USER_CREATE;
import static io.vireo.policy.Action.USER_UPDATE;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
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
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.Page;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.Status;
import io.vireo.console.shell.MainLayout;
import io.vireo.editor.Glyph;
import io.vireo.editor.Symbol;
import io.vireo.identity.AccountService;
import io.vireo.identity.AccountSummary;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import io.vireo.identity.RoleBinding;
import io.vireo.identity.UpdateAccount;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All accounts of the platform: create, give and take roles, disable. */
@Route(value = "platform/people", layout = MainLayout.class)
@PermitAll
public final class PeopleView extends Div implements BeforeEnterObserver, Page {
    private final AccountService accounts;
    private final TenantService tenants;
    private final Authorizer authorizer;
    private final Clock clock;
    private final ListPane<AccountSummary> list;
    private final FilterField filter = new FilterField("Filter by name", this::filter);
    private @Nullable Address address;

    PeopleView(AccountService accounts, TenantService tenants, Authorizer authorizer, Clock clock) {
        this.accounts = accounts;
        this.tenants = tenants;
        this.authorizer = authorizer;
        this.clock = clock;
        addClassName("vr-page");
        PageHeader header = new PageHeader("People").facts("Local accounts and their roles");
        if (authorizer.allows(USER_CREATE, Resource.account("*"))) {
            Button create = new Button(
                    "New account", Symbol.of("plus"), _ -> new AccountDialog(accounts, this::refresh).open());
            create.addThemeVariants(ButtonVariant.PRIMARY);
            create.setTestId("account-new");
            header.acts(create);
        }
        list = new ListPane<>(
                grid(), new ListPane.Source<>(accounts::page, accounts::count), "account", () -> new EmptyState(
                                "No accounts yet", "An account is a person; what they may do are its roles.")
                        .cli("vireo user create NAME"));
        add(header, filter, list);
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Address entered = new Address(event.getLocation());
        address = entered;
        filter.show(entered.get("q"));
        list.filter(entered.get("q"));
    }

    @Override
    public List<Crumb> crumbs() {
        return List.of(new Crumb("Platform", "platform/tenants"), Crumb.here("People"));
    }

    private void filter(String text) {
        if (address != null) {
            address.replace("q", text);
        }
        list.filter(text);
    }

    private void refresh() {
        list.refresh();
    }

    private Grid<AccountSummary> grid() {
        Grid<AccountSummary> grid = new Grid<>();
        grid.setTestId("people-grid");
        grid.addColumn(AccountSummary::username)
                .setHeader("Account")
                .setSortProperty("username")
                .setFlexGrow(1);
        Grid.Column<AccountSummary> state = grid.addColumn(Status.<AccountSummary>renderer(account ->
                        account.isEnabled() ? new Status(Glyph.OK, "enabled") : new Status(Glyph.DENIED, "disabled")))
                .setHeader("State")
                .setWidth("116px")
                .setFlexGrow(0);
        grid.addColumn(account -> account.roles().isEmpty()
                        ? "no role"
                        : account.roles().stream().map(this::words).collect(Collectors.joining(", ")))
                .setHeader("Roles")
                .setPartNameGenerator(_ -> "t2")
                .setFlexGrow(2);
        Grid.Column<AccountSummary> signedIn = grid.addColumn(
                        account -> Figures.time(account.lastSignedInAt(), clock.instant()))
                .setHeader("Last signed in")
                .setSortProperty("lastSignedInAt")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setWidth("140px")
                .setFlexGrow(0);
        grid.addComponentColumn(this::acts)
                .setHeader(ListPane.actsHeader())
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("188px")
                .setFlexGrow(0);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(state, signedIn));
        return grid;
    }

    private String words(RoleBinding binding) {
        UUID tenantId = binding.tenantId();
        return binding.role().wireName()
                + (tenantId == null ? "" : " of " + tenants.find(tenantId).name());
    }

    private Component acts(AccountSummary account) {
        Div acts = new Div();
        acts.addClassName("vr-row");
        acts.getStyle().set("justify-content", "flex-end");
        if (authorizer.allows(USER_ASSIGN_ROLE, Resource.account(account.username()))) {
            Button roles =
                    small("Roles…", () -> new RolesDialog(accounts, tenants, account, null, this::refresh).open());
            roles.setTestId("roles-" + account.username());
            acts.add(roles);
        }
        if (authorizer.allows(USER_UPDATE, Resource.account(account.username()))) {
            acts.add(small(account.isEnabled() ? "Disable" : "Enable", () -> {
                accounts.update(account.username(), new UpdateAccount(null, !account.isEnabled(), null));
                refresh();
            }));
        }
        return acts;
    }

    private static Button small(String label, Runnable act) {
        Button button = new Button(label, _ -> act.run());
        button.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
        return button;
    }
}
