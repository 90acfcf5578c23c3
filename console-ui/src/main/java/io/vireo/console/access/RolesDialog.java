package io.vireo.console.access;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Failure;
import io.vireo.editor.Symbol;
import io.vireo.identity.AccountService;
import io.vireo.identity.AccountSummary;
import io.vireo.identity.PageQuery;
import io.vireo.identity.Role;
import io.vireo.identity.RoleBinding;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The roles of an account: those that it holds, each with a way to take it, and one to give. */
final class RolesDialog extends Dialog {
    private final AccountService accounts;
    private final TenantService tenants;
    private final @Nullable TenantSummary only;
    private final Runnable changed;
    private final Div message = new Div();
    private final UnorderedList held = new UnorderedList();
    private final TextField username = new TextField("Account");

    /**
     * A dialog to be opened.
     *
     * @param account whose roles; null: the person types the name
     * @param only the tenant whose roles are meant; null: all of the platform
     */
    RolesDialog(
            AccountService accounts,
            TenantService tenants,
            @Nullable AccountSummary account,
            @Nullable TenantSummary only,
            Runnable changed) {
        this.accounts = accounts;
        this.tenants = tenants;
        this.only = only;
        this.changed = changed;
        setHeaderTitle(account == null ? "Give a role" : "Roles of " + account.username());
        setWidth("480px");
        setTestId("roles-dialog");
        held.addClassName("vr-list");
        username.setTestId("role-username");
        username.setVisible(account == null);
        username.setAutofocus(account == null);
        if (account != null) {
            username.setValue(account.username());
            showHeld(account.roles());
        }
        message.getElement().setAttribute("role", "alert");
        Div form = new Div(message, username, held, giveForm());
        form.addClassName("vr-form");
        form.getStyle().set("width", "100%");
        add(form);
        getFooter().add(new Button("Close", _ -> close()));
    }

    private Div giveForm() {
        Select<Role> role = new Select<>();
        role.setLabel("Role");
        role.setItems(Arrays.stream(Role.values())
                .filter(each -> only == null || each.isTenantRole())
                .toList());
        role.setItemLabelGenerator(Role::wireName);
        role.setNoVerticalOverlap(true);
        role.setValue(only == null ? Role.ADMINISTRATOR : Role.DEVELOPER);
        role.setTestId("role");
        ComboBox<TenantSummary> tenant = new ComboBox<>("Tenant");
        tenant.setItemLabelGenerator(TenantSummary::name);
        tenant.setItems(
                query -> tenants
                        .page(new PageQuery(
                                query.getOffset(),
                                query.getLimit(),
                                "name",
                                query.getFilter().orElse("")))
                        .stream());
        tenant.setHelperText("Empty: the whole platform");
        tenant.setClearButtonVisible(true);
        tenant.setVisible(only == null);
        tenant.setTestId("role-tenant");
        Button give = new Button("Give the role", _ -> {
            UUID tenantId = only != null
                    ? only.id()
                    : tenant.getValue() == null ? null : tenant.getValue().id();
            act(() -> accounts.assignRole(username.getValue().strip(), new RoleBinding(role.getValue(), tenantId)));
        });
        give.addThemeVariants(ButtonVariant.PRIMARY);
        give.setTestId("role-give");
        Div pair = new Div(role, tenant);
        pair.addClassName(only == null ? "pair" : "vr-col");
        Div form = new Div(pair, give);
        form.addClassName("vr-form");
        return form;
    }

    private void showHeld(List<RoleBinding> roles) {
        held.removeAll();
        roles.stream()
                .filter(binding -> only == null || only.id().equals(binding.tenantId()))
                .forEach(binding -> {
                    UUID tenantId = binding.tenantId();
                    Span name = new Span(binding.role().wireName()
                            + (tenantId == null
                                    ? " of the platform"
                                    : only == null
                                            ? " of " + tenants.find(tenantId).name()
                                            : ""));
                    Button take = new Button(
                            "Take",
                            _ -> act(() ->
                                    accounts.removeRole(username.getValue().strip(), binding)));
                    take.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY, ButtonVariant.ERROR);
                    held.add(new ListItem(Symbol.small("shield-check"), name, take));
                });
    }

    private void act(java.util.function.Supplier<AccountSummary> act) {
        message.removeAll();
        try {
            showHeld(act.get().roles());
            changed.run();
        } catch (RuntimeException e) {
            message.add(Banner.of(Failure.of(e)));
        }
    }
}
