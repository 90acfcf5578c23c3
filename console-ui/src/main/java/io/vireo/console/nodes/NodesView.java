package io.vireo.console.nodes;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.DetailSplit;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Figures;
import io.vireo.console.page.FilterField;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.NameDialog;
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.Page;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.Status;
import io.vireo.console.shell.LiveUpdates;
import io.vireo.console.shell.MainLayout;
import io.vireo.controlplane.JoinToken;
import io.vireo.controlplane.NodeChanged;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeSummary;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.Resource;
import io.vireo.policy.Action;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes: wanted beside applied configuration, and what each of them runs. */
@Route(value = "platform/nodes", layout = MainLayout.class)
@PermitAll
public final class NodesView extends Div implements BeforeEnterObserver, Page {
    private final NodeService nodes;
    private final Clock clock;
    private final ListPane<NodeSummary> list;
    private final Grid<NodeSummary> grid = new Grid<>();
    private final FilterField filter = new FilterField("Filter by name", this::filter);
    private final NodePanel panel;
    private final Div main = new Div();
    private final DetailSplit split = new DetailSplit("Node", main);
    private final PageHeader header = new PageHeader("Nodes");
    private @Nullable Address address;
    private String selected = "";

    NodesView(NodeService nodes, Authorizer authorizer, Clock clock, LiveUpdates updates) {
        this.nodes = nodes;
        this.clock = clock;
        this.panel = new NodePanel(nodes, clock, () -> select(""));
        addClassName("vr-page");
        configureGrid();
        list = new ListPane<>(grid, new ListPane.Source<>(nodes::page, nodes::count), "node", () -> new EmptyState(
                        "No nodes yet", "A node runs an engine, a gateway for each tenant, and workers.")
                .cli("vireo node join-token NAME"));
        list.foot(new Span("Agents keep serving the last good version when the control plane is away"));
        if (authorizer.allows(Action.NODE_UPDATE, Resource.node("*"))) {
            Button add = new Button("Add node", Symbol.of("plus"), _ -> askForNode());
            add.setTestId("node-new");
            header.acts(add);
        }
        main.add(filter, list);
        main.addClassName("vr-m");
        add(header, split);
        Shortcuts.addShortcutListener(this, () -> select(""), Key.ESCAPE);
        updates.subscribe(this, NodeChanged.class, event -> {
            grid.getDataProvider().refreshAll();
            if (event.name().equals(selected)) {
                panel.show(selected);
            }
        });
    }

    @Override
    public void beforeEnter(BeforeEnterEvent event) {
        Address entered = new Address(event.getLocation());
        address = entered;
        filter.show(entered.get("q"));
        list.filter(entered.get("q"));
        header.facts(Figures.count(list.rowCount(), "node"));
        select(entered.get("sel"));
    }

    @Override
    public List<Crumb> crumbs() {
        return List.of(new Crumb("Platform", "platform/nodes"), Crumb.here("Nodes"));
    }

    private void filter(String text) {
        if (address != null) {
            address.replace("q", text);
        }
        list.filter(text);
    }

    private void select(String name) {
        selected = name;
        if (address != null && !address.get("sel").equals(name)) {
            address.replace("sel", name);
        }
        if (name.isEmpty()) {
            split.setDetail(null);
        } else {
            panel.show(name);
            split.setDetail(panel);
        }
        grid.getDataProvider().refreshAll();
    }

    private void configureGrid() {
        grid.setTestId("nodes-grid");
        grid.addColumn(Status.<NodeSummary>nameLink(
                        "server", NodeSummary::name, node -> "platform/nodes?sel=" + node.name()))
                .setHeader("Node")
                .setSortProperty("name")
                .setFlexGrow(1);
        grid.addColumn(Status.<NodeSummary>renderer(NodeStates::of))
                .setHeader("State")
                .setWidth("132px")
                .setFlexGrow(0);
        Grid.Column<NodeSummary> wanted = grid.addColumn(
                        node -> node.wantedVersion() == 0 ? Figures.NONE : Figures.count(node.wantedVersion()))
                .setHeader("Wanted")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("88px")
                .setFlexGrow(0);
        grid.addColumn(node -> node.appliedVersion() == 0 ? Figures.NONE : Figures.count(node.appliedVersion()))
                .setHeader("Applied")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("88px")
                .setFlexGrow(0);
        Grid.Column<NodeSummary> heard = grid.addColumn(node -> Figures.time(node.seenAt(), clock.instant()))
                .setHeader("Last heard")
                .setSortProperty("seenAt")
                .setPartNameGenerator(_ -> "t2")
                .setWidth("116px")
                .setFlexGrow(0);
        Grid.Column<NodeSummary> certificate = grid.addColumn(node -> node.certificateExpiresAt() == null
                        ? Figures.NONE
                        : Figures.span(Duration.between(clock.instant(), node.certificateExpiresAt())))
                .setHeader("Certificate")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setWidth("108px")
                .setFlexGrow(0);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(wanted, heard, certificate));
        grid.setPartNameGenerator(node -> node.name().equals(selected) ? "open-row" : null);
        grid.addItemClickListener(click -> select(click.getItem().name()));
    }

    private void askForNode() {
        new NameDialog(
                        "Add node",
                        "Name",
                        "1 to 63 of a-z, 0-9 and -",
                        "Make a join token",
                        "vireo node join-token NAME",
                        name -> {
                            JoinToken token = nodes.issueJoinToken(name);
                            Div shown = new Div(
                                    Banner.done(
                                            "The token for " + name + " works once and for an hour.",
                                            "It is shown this once. Start the agent with it:"),
                                    new CliLine(token.token()));
                            shown.addClassNames("vr-state", "vr-col");
                            shown.getStyle().set("gap", "8px");
                            addComponentAtIndex(1, shown);
                            list.refresh();
                        })
                .open();
    }
}
