package io.vireo.console.access;

import static io.vireo.policy.Action.USER_ASSIGN_ROLE;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.TenantPage;
import io.vireo.console.shell.MainLayout;
import io.vireo.editor.Symbol;
import io.vireo.identity.AccountService;
import io.vireo.identity.AccountSummary;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The people of a tenant: who holds which role in it. */
@Route(value = "t/:tenant/access/people", layout = MainLayout.class)
@PermitAll
public final class MembersView extends TenantPage {
    private final TenantService tenants;
    private final AccountService accounts;
    private final Authorizer authorizer;
    private @Nullable ListPane<AccountSummary> list;

    MembersView(TenantService tenants, AccountService accounts, Authorizer authorizer) {
        super(tenants);
        this.tenants = tenants;
        this.accounts = accounts;
        this.authorizer = authorizer;
    }

    @Override
    protected void enter(BeforeEnterEvent event, Address entered) {
        removeAll();
        boolean mayAssign = authorizer.allows(USER_ASSIGN_ROLE, Resource.member(tenant().id(), "*"));
        PageHeader header = new PageHeader("People").facts("Who holds a role in " + tenant().name());
        if (mayAssign) {
            Button give = new Button("Give a role", Symbol.of("plus"), _ -> new RolesDialog(
                            accounts, tenants, null, tenant(), this::refresh)
                    .open());
            give.addThemeVariants(ButtonVariant.PRIMARY);
            give.setTestId("role-new");
            header.acts(give);
        }
        ListPane<AccountSummary> rows = new ListPane<>(
                grid(mayAssign),
                new ListPane.Source<>(
                        query -> accounts.pageOfTenant(tenant().id(), query),
                        text -> accounts.countOfTenant(tenant().id(), text)),
                "account",
                () -> new EmptyState(
                                "Nobody holds a role in this tenant alone",
                                "Administrators of the platform reach it all the same.")
                        .cli("vireo user role NAME --tenant " + tenant().name() + " --role developer"));
        list = rows;
        add(header, rows.filterField("Filter by name", entered), rows);
    }

    @Override
    public List<Crumb> crumbs() {
        return way(new Crumb("Access", href("access/keys")), Crumb.here("People"));
    }

    private void refresh() {
        if (list != null) {
            list.refresh();
        }
    }

    private Grid<AccountSummary> grid(boolean mayAssign) {
        Grid<AccountSummary> grid = new Grid<>();
        grid.setTestId("members-grid");
        grid.addColumn(AccountSummary::username)
                .setHeader("Account")
                .setSortProperty("username")
                .setFlexGrow(1);
        grid.addColumn(account -> account.roles().stream()
                        .map(binding -> binding.role().wireName())
                        .collect(Collectors.joining(", ")))
                .setHeader("Roles here")
                .setPartNameGenerator(_ -> "t2")
                .setFlexGrow(2);
        if (mayAssign) {
            grid.addComponentColumn(account -> {
                        Button roles = new Button(
                                "Roles…",
                                _ -> new RolesDialog(accounts, tenants, account, tenant(), this::refresh).open());
                        roles.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
                        roles.setTestId("roles-" + account.username());
                        return roles;
                    })
                    .setHeader(ListPane.actsHeader())
                    .setTextAlign(ColumnTextAlign.END)
                    .setAutoWidth(true)
                    .setFlexGrow(0);
        }
        return grid;
    }
}
