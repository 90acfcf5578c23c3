package io.vireo.console.shell;

import static io.vireo.policy.Action.AUDIT_READ;
import static io.vireo.policy.Action.CONTAINER_READ;
import static io.vireo.policy.Action.FUNCTION_READ;
import static io.vireo.policy.Action.KEY_READ;
import static io.vireo.policy.Action.NODE_READ;
import static io.vireo.policy.Action.TENANT_CREATE;
import static io.vireo.policy.Action.USER_READ;

import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.spring.annotation.SpringComponent;
import com.vaadin.flow.spring.annotation.UIScope;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.tenant.TenantSummary;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The entries of the navigation: those of a tenant, or those of the platform. What a person may not see is absent. */
@SpringComponent
@UIScope
final class Navigation extends SideNav {
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private @Nullable String shown;

    Navigation(Authorizer authorizer, PrincipalHolder principals) {
        this.authorizer = authorizer;
        this.principals = principals;
        setTestId("navigation");
        getElement().setAttribute("aria-label", "Main");
    }

    /** Shows the entries of a tenant, or of the platform if there is none. */
    void show(@Nullable TenantSummary tenant, String path) {
        String wanted = tenant == null ? (path.startsWith("platform") ? "platform" : "") : tenant.name();
        if (Objects.equals(shown, wanted)) {
            return;
        }
        shown = wanted;
        removeAll();
        if (tenant != null) {
            showTenant(tenant);
        } else if (!wanted.isEmpty()) {
            showPlatform();
        }
    }

    private void showTenant(TenantSummary tenant) {
        String base = "t/" + tenant.name();
        addItem(item("Home", base, "house"));
        if (authorizer.allows(CONTAINER_READ, Resource.container(tenant.id(), "*"))) {
            SideNavItem data = item("Data", base + "/data", "database");
            data.setMatchNested(true);
            addItem(data);
        }
        if (authorizer.allows(FUNCTION_READ, Resource.function(tenant.id(), "*"))) {
            SideNavItem functions = item("Functions", base + "/functions", "square-function");
            functions.setMatchNested(true);
            addItem(functions);
        }
        showAccess(tenant, base);
        if (authorizer.allows(AUDIT_READ, Resource.tenant(tenant.id()))) {
            addItem(item("Activity", base + "/activity/audit", "history"));
        }
        if (mayEnterPlatform()) {
            addItem(item("Platform", platformStart(), "server"));
        }
    }

    private void showAccess(TenantSummary tenant, String base) {
        String username = principals.require().name();
        boolean seesKeys = authorizer.allows(KEY_READ, Resource.accessKey(tenant.id(), username, "*"));
        boolean seesPeople = authorizer.allows(USER_READ, Resource.member(tenant.id(), "*"));
        if (!seesKeys && !seesPeople) {
            return;
        }
        SideNavItem access = item("Access", base + (seesKeys ? "/access/keys" : "/access/people"), "shield");
        if (seesKeys && seesPeople) {
            access.addItem(child("Keys", base + "/access/keys"), child("People", base + "/access/people"));
        }
        addItem(access);
    }

    private void showPlatform() {
        if (authorizer.allows(TENANT_CREATE, Resource.tenantNamed("*"))) {
            addItem(item("Tenants", "platform/tenants", "building-2"));
        }
        if (authorizer.allows(NODE_READ, Resource.node("*"))) {
            addItem(item("Nodes", "platform/nodes", "server"));
        }
        if (authorizer.allows(USER_READ, Resource.account("*"))) {
            addItem(item("People", "platform/people", "users"));
        }
        if (authorizer.allows(AUDIT_READ, Resource.platform())) {
            addItem(item("Activity", "platform/activity", "history"));
        }
    }

    /** Whether the person has anything to see on the platform. */
    boolean mayEnterPlatform() {
        return authorizer.allows(NODE_READ, Resource.node("*"))
                || authorizer.allows(TENANT_CREATE, Resource.tenantNamed("*"));
    }

    /** The first page of the platform that the person may see. */
    String platformStart() {
        return authorizer.allows(TENANT_CREATE, Resource.tenantNamed("*")) ? "platform/tenants" : "platform/nodes";
    }

    private static SideNavItem item(String name, String path, String icon) {
        SideNavItem item = new SideNavItem(name, path, Symbol.of(icon));
        item.setTestId("nav-" + name.toLowerCase(java.util.Locale.ROOT));
        return item;
    }

    private static SideNavItem child(String name, String path) {
        SideNavItem item = new SideNavItem(name, path);
        item.setTestId("nav-" + name.toLowerCase(java.util.Locale.ROOT));
        return item;
    }
}
