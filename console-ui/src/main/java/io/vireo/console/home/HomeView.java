package io.vireo.console.home;

import static io.vireo.policy.Action.FUNCTION_CREATE;
import static io.vireo.policy.Action.KEY_CREATE;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.DescriptionList.Description;
import com.vaadin.flow.component.html.DescriptionList.Term;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.vireo.console.functions.FunctionStates;
import io.vireo.console.page.Address;
import io.vireo.console.page.Banner;
import io.vireo.console.page.Box;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Failure;
import io.vireo.console.page.Figures;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.Status;
import io.vireo.console.page.TenantPage;
import io.vireo.console.shell.LiveUpdates;
import io.vireo.console.shell.MainLayout;
import io.vireo.console.shell.Recents;
import io.vireo.controlplane.FunctionChanged;
import io.vireo.controlplane.FunctionService;
import io.vireo.controlplane.FunctionSummary;
import io.vireo.controlplane.NodeChanged;
import io.vireo.controlplane.NodeState;
import io.vireo.controlplane.PlatformService;
import io.vireo.controlplane.PlatformStatus;
import io.vireo.editor.Glyph;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.PageQuery;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A tenant's first page: what needs attention, what runs, where it answers. Each part stands alone: one that fails says so. */
@Route(value = "t/:tenant", layout = MainLayout.class)
@PermitAll
public final class HomeView extends TenantPage {
    private static final int FUNCTIONS_SHOWN = 8;

    private final PlatformService platform;
    private final FunctionService functions;
    private final ContainerService containers;
    private final Authorizer authorizer;
    private final PrincipalHolder principals;
    private List<Object> shownPlatform = List.of();

    HomeView(
            TenantService tenants,
            PlatformService platform,
            FunctionService functions,
            ContainerService containers,
            Authorizer authorizer,
            PrincipalHolder principals,
            LiveUpdates updates) {
        super(tenants);
        this.platform = platform;
        this.functions = functions;
        this.containers = containers;
        this.authorizer = authorizer;
        this.principals = principals;
        updates.subscribe(this, FunctionChanged.class, event -> {
            if (event.tenantId().equals(tenant().id())) {
                show();
            }
        });
        updates.subscribe(this, NodeChanged.class, _ -> showIfPlatformChanged());
    }

    @Override
    protected void enter(BeforeEnterEvent event, Address address) {
        show();
    }

    @Override
    public List<Crumb> crumbs() {
        return way(Crumb.here("Home"));
    }

    // Nodes report every few seconds; the page is built anew only when something worth telling changed.
    private void showIfPlatformChanged() {
        PlatformStatus status = platform.status();
        List<Object> now = List.of(status.state(), status.nodes(), status.functions(), status.attention());
        if (!now.equals(shownPlatform)) {
            shownPlatform = now;
            show();
        }
    }

    private void show() {
        removeAll();
        Div body = new Div();
        body.addClassName("vr-body");
        PageHeader header = new PageHeader(tenant().name());
        add(header, body);
        try {
            long containerCount = containers.count(tenant().id(), "");
            long functionCount = functions.count(tenant().id(), "");
            header.facts(Figures.count(containerCount, "container"), Figures.count(functionCount, "function"));
            if (functionCount == 0 && authorizer.allows(FUNCTION_CREATE, Resource.function(tenant().id(), "*"))) {
                body.add(firstSteps());
            }
        } catch (RuntimeException e) {
            body.add(Banner.of(Failure.of(e)));
        }
        Div left =
                new Div(part("Functions", this::functionList), part("Platform", () -> platformBox(platform.status())));
        left.addClassName("vr-col");
        Div right = new Div(
                part("Needs attention", () -> attention(platform.status())),
                part("Endpoints", () -> endpoints(platform.status())),
                recent());
        right.addClassName("vr-col");
        Div columns = new Div(left, right);
        columns.addClassName("vr-cols");
        body.add(columns);
    }

    private static Component part(String title, Supplier<Component> content) {
        try {
            return content.get();
        } catch (RuntimeException e) {
            Div banner = new Div(Banner.of(Failure.of(e)));
            banner.addClassName("vr-sect");
            return new Box(title, "").with(banner);
        }
    }

    private Component firstSteps() {
        Box box = new Box("From empty to a live function", "three steps, each with its command");
        UnorderedList steps = new UnorderedList(
                step(
                        Glyph.OK,
                        "Container data",
                        "Made with the tenant. Acknowledged writes are on disk.",
                        "Open",
                        href("data/c/data"),
                        ""),
                step(
                        Glyph.RING,
                        "Create a function",
                        "From a template; it is edited and deployed in the browser.",
                        "New function",
                        href("functions?new"),
                        "vireo function deploy examples/hello --tenant " + tenant().name()),
                step(
                        Glyph.RING,
                        "Put an item",
                        "Upload a file: the same record is an object, a row and a file.",
                        "Upload",
                        href("data/c/data"),
                        "vireo object put data/hello.txt ./hello.txt --tenant " + tenant().name()));
        steps.addClassName("vr-list");
        return box.with(steps);
    }

    private static ListItem step(Glyph glyph, String title, String text, String act, String href, String command) {
        Span head = new Span(title);
        head.addClassName("b6");
        Paragraph words = new Paragraph(text);
        words.addClassName("d");
        Div content = new Div(head, words);
        content.addClassName("vr-col");
        content.getStyle().set("gap", "4px");
        if (!command.isEmpty()) {
            content.add(new CliLine(command));
        }
        return new ListItem(glyph.icon(), content, new Anchor(href, act));
    }

    private Component functionList() {
        Box box = new Box("Functions", "").act(new Anchor(href("functions"), "Open all"));
        List<FunctionSummary> first = functions.page(tenant().id(), PageQuery.of(0, FUNCTIONS_SHOWN));
        if (first.isEmpty()) {
            return box.with(new EmptyState("No functions yet", "A function runs beside the data and answers over HTTP.")
                    .cli("vireo function deploy PATH --tenant " + tenant().name()));
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("vr-list");
        for (FunctionSummary function : first) {
            Status status = FunctionStates.of(function.state());
            Anchor name = new Anchor(href("functions/" + function.name() + "/code"), function.name());
            name.addClassNames("plain", "b5");
            Span detail = new Span(
                    function.message().isEmpty()
                            ? status.word()
                            : function.message()
                                    .strip()
                                    .lines()
                                    .reduce((_, last) -> last)
                                    .orElse(""));
            detail.addClassName("d");
            Div words = new Div(name, detail);
            words.addClassName("vr-col");
            Span live = new Span(FunctionStates.live(function));
            live.addClassName("t2");
            list.add(new ListItem(status.glyph().icon(), words, live));
        }
        return box.with(list);
    }

    private static Component platformBox(PlatformStatus status) {
        int nodes = status.nodes().values().stream().mapToInt(Integer::intValue).sum();
        int connected = status.nodes().getOrDefault(NodeState.CONNECTED, 0);
        Box box = new Box("Platform", "version " + status.version()).act(new Anchor("platform/nodes", "Open nodes"));
        long rss = status.processes().stream()
                .mapToLong(running -> running.process().rssBytes())
                .sum();
        Div strip = new Div(
                figure("Nodes", connected + "", "of " + nodes + " connected", ""),
                figure("Processes", status.processes().size() + "", "reported", ""),
                figure("Memory", Figures.bytes(rss).replace(" ", "\u2009"), "", "of all processes"));
        strip.addClassName("vr-strip");
        strip.getStyle().set("border", "0");
        return box.with(strip);
    }

    private static Div figure(String label, String value, String unit, String note) {
        Span name = new Span(label);
        name.addClassName("l");
        Span figure = new Span(value + " ");
        figure.addClassName("v");
        figure.getElement().appendChild(new com.vaadin.flow.dom.Element("small").setText(unit));
        Div box = new Div(name, figure);
        if (!note.isEmpty()) {
            Span below = new Span(note);
            below.addClassName("d");
            box.add(below);
        }
        box.addClassName("vr-col");
        return box;
    }

    private Component attention(PlatformStatus status) {
        List<PlatformStatus.Attention> acts = status.attention().stream()
                .filter(attention ->
                        attention.tenant().isEmpty() || attention.tenant().equals(tenant().name()))
                .toList();
        Box box = new Box("Needs attention", acts.isEmpty() ? "" : acts.size() + "");
        if (acts.isEmpty()) {
            Div none = new Div(new Status(Glyph.OK, "Nothing").span());
            none.addClassName("vr-sect");
            return box.with(none);
        }
        UnorderedList list = new UnorderedList();
        list.addClassName("vr-list");
        list.setTestId("attention");
        for (PlatformStatus.Attention act : acts) {
            Span text = new Span(act.text());
            String href = act.kind().equals("function")
                    ? href("functions/" + act.name() + "/code")
                    : "platform/nodes?sel=" + act.name();
            list.add(new ListItem((act.isError() ? Glyph.ERROR : Glyph.WARN).icon(), text, new Anchor(href, "Open")));
        }
        return box.with(list);
    }

    private Component endpoints(PlatformStatus status) {
        Box box = new Box("Endpoints", tenant().address());
        if (authorizer.allows(
                KEY_CREATE,
                Resource.accessKey(tenant().id(), principals.require().name(), "*"))) {
            Button key = new Button("New key", _ -> getUI().ifPresent(ui -> ui.navigate(href("access/keys"))));
            key.addThemeVariants(ButtonVariant.SMALL, ButtonVariant.TERTIARY);
            box.act(key);
        }
        Map<String, String> endpoints = status.tenants().stream()
                .filter(found -> found.id().equals(tenant().id()))
                .findFirst()
                .<Map<String, String>>map(found -> new TreeMap<>(found.endpoints()))
                .orElse(Map.of());
        DescriptionList list = new DescriptionList();
        list.addClassName("vr-ep");
        list.setTestId("endpoints");
        endpoints.forEach((kind, url) -> {
            Span text = new Span(url);
            text.addClassNames("mono", "el");
            text.setTitle(url);
            Description address = new Description();
            address.add(text, CliLine.copyButton(url, "Copy " + url));
            list.add(
                    new Term(kind.equals("native") ? "Native" : kind.equals("functions") ? "Functions" : kind),
                    address);
        });
        if (endpoints.isEmpty()) {
            Div none = new Div(new Status(Glyph.OFF, "No node serves this tenant yet").span());
            none.addClassName("vr-sect");
            return box.with(none);
        }
        return box.with(list);
    }

    private Component recent() {
        Box box = new Box("Recent", "");
        UnorderedList list = new UnorderedList();
        list.addClassNames("vr-list", "tight");
        for (Recents.Visit visit : Recents.of(tenant().name())) {
            Anchor link = new Anchor(visit.href(), visit.name());
            link.addClassNames("plain", "b5", "el");
            Span kind = new Span(visit.kind());
            kind.addClassNames("t3", "xs");
            list.add(new ListItem(Symbol.small(visit.icon()), link, kind));
        }
        if (list.getElement().getChildCount() == 0) {
            Div none = new Div("Containers and functions that you open appear here.");
            none.addClassNames("vr-sect", "t2");
            return box.with(none);
        }
        return box.with(list);
    }
}
