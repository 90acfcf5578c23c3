package io.vireo.console.shell;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.dependency.JavaScript;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.AfterNavigationEvent;
import com.vaadin.flow.router.AfterNavigationObserver;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import io.vireo.console.page.Page;
import io.vireo.console.page.Page.Crumb;
import io.vireo.console.security.SignIn;
import io.vireo.controlplane.NodeChanged;
import io.vireo.editor.LogDock;
import io.vireo.identity.PrincipalHolder;
import io.vireo.tenant.TenantService;
import io.vireo.tenant.TenantSummary;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shell: navigation at the left, top bar, the page, and the log dock below it. One instance lives as long as its browser
 * tab, so the dock and its streams survive navigation. Whatever fails in here leaves the page usable.
 */
@JavaScript("context://vireo/vr-palette.js") // Ctrl K, before the palette was ever open
@AnonymousAllowed // it frames error pages, too; the routes themselves say who may enter
public final class MainLayout extends AppLayout implements BeforeEnterObserver, AfterNavigationObserver {
    private final TenantService tenants;
    private final Navigation navigation;
    private final TenantSwitcher switcher;
    private final HealthLine health;
    private final Palette palette;
    private final Nav crumbs = new Nav();
    private final Main outlet = new Main();
    private final LogDock dock = new LogDock();
    private @Nullable TenantSummary tenant;

    MainLayout(
            TenantService tenants,
            Navigation navigation,
            TenantSwitcher switcher,
            HealthLine health,
            Palette palette,
            PrincipalHolder principals,
            SignIn signIn,
            LiveUpdates updates) {
        this.tenants = tenants;
        this.navigation = navigation;
        this.switcher = switcher;
        this.health = health;
        this.palette = palette;
        setPrimarySection(Section.DRAWER);
        Div drawer = new Div(new Brand(22), switcher, navigation, health);
        drawer.addClassName("vr-nav");
        drawer.getElement().setAttribute("role", "region").setAttribute("aria-label", "Sidebar");
        addToDrawer(drawer);
        addToNavbar(topBar(principals, signIn));
        outlet.addClassName("vr-outlet");
        outlet.setId("main");
        Div content = new Div(outlet, dock);
        content.addClassName("vr-main");
        setContent(content);
        updates.subscribe(this, NodeChanged.class, _ -> health.refresh());
        readZone();
    }

    private Div topBar(PrincipalHolder principals, SignIn signIn) {
        Anchor skip = new Anchor("#main", "Skip to the page");
        skip.addClassName("vr-skip");
        skip.setRouterIgnore(true);
        crumbs.addClassName("vr-crumbs");
        crumbs.getElement().setAttribute("aria-label", "Breadcrumb");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Div bar = new Div(skip, new DrawerToggle(), crumbs, gap);
        principals.current().ifPresent(person -> bar.add(palette.opener(), new AccountMenu(person, dock, signIn)));
        bar.addClassName("vr-bar");
        bar.getElement().setAttribute("role", "banner");
        return bar;
    }

    private static void readZone() {
        UI ui = UI.getCurrent();
        String zone = ui.getPage().getExtendedClientDetails().getTimeZoneId();
        if (zone != null) {
            try {
                ComponentUtil.setData(ui, ZoneId.class, ZoneId.of(zone));
            } catch (DateTimeException e) {
                ComponentUtil.setData(ui, ZoneId.class, ZoneId.systemDefault()); // a name that only the browser knows
            }
        }
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        String name = event.getRouteParameters().get("tenant").orElse("");
        if (name.isEmpty()) {
            tenant = null;
        } else if (tenant == null || !tenant.name().equals(name)) {
            try {
                tenant = tenants.find(name);
            } catch (RuntimeException e) {
                tenant = null; // the page asks the same and answers with what is wrong
            }
        }
    }

    @Override
    public void afterNavigation(AfterNavigationEvent event) {
        boolean usesRail = false;
        crumbs.removeAll();
        if (event.getActiveChain().getFirst() instanceof Page page) {
            usesRail = page.usesRail();
            showCrumbs(page.crumbs());
        }
        String path = event.getLocation().getPath();
        navigation.show(tenant, path);
        switcher.show(tenant, path.startsWith("platform"));
        palette.at(tenant);
        health.refresh();
        getElement().executeJs("""
                document.documentElement.classList.toggle('vr-rail', $0);
                if (!window.vrMid) {
                  window.vrMid = matchMedia('(min-width: 641px) and (max-width: 1100px)');
                  const apply = () => { document.documentElement.classList.toggle('vr-mid', window.vrMid.matches); dispatchEvent(new Event('resize')); };
                  window.vrMid.addEventListener('change', apply);
                  apply();
                }
                dispatchEvent(new Event('resize'));
                if (innerWidth <= 640) { this.drawerOpened = false; }
                """, usesRail);
    }

    private void showCrumbs(List<Crumb> way) {
        for (Crumb crumb : way) {
            boolean isLast = crumb.href().isEmpty();
            if (isLast) {
                Span here = new Span(crumb.name());
                here.addClassNames("b5", "el");
                here.getStyle().set("color", "var(--vr-text)");
                here.getElement().setAttribute("aria-current", "page");
                crumbs.add(here);
            } else {
                Anchor link = new Anchor(crumb.href(), crumb.name());
                Span slash = new Span("/");
                link.addClassName("hide-n");
                slash.addClassName("hide-n");
                crumbs.add(link, slash);
            }
        }
    }

    @Override
    public void showRouterLayoutContent(HasElement content) {
        outlet.removeAll();
        outlet.getElement().appendChild(content.getElement());
    }

    @Override
    public void removeRouterLayoutContent(HasElement oldContent) {
        outlet.removeAll();
    }

    /** The dock below the page that a component is on. */
    public static LogDock dockOf(Component component) {
        for (Component parent = component;
                parent != null;
                parent = parent.getParent().orElse(null)) {
            if (parent instanceof MainLayout shell) {
                return shell.dock;
            }
        }
        throw new IllegalStateException("the component is not inside the shell: " + component.getClass());
    }
}
