package io.vireo.console.nodes;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.DescriptionList.Description;
import com.vaadin.flow.component.html.DescriptionList.Term;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import io.vireo.console.functions.FunctionStates;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.Failure;
import io.vireo.console.page.Figures;
import io.vireo.console.page.Status;
import io.vireo.controlplane.NodeDetail;
import io.vireo.controlplane.NodeService;
import io.vireo.controlplane.NodeSummary;
import io.vireo.editor.Symbol;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One node: what it refused in its own words, what it should run beside what it runs, its processes and functions. */
final class NodePanel extends Div {
    private final NodeService nodes;
    private final Clock clock;
    private final H2 title = new H2();
    private final Span state = new Span();
    private final Div refusal = new Div();
    private final DescriptionList facts = new DescriptionList();
    private final DescriptionList engineFacts = new DescriptionList();
    private final Div engineSection = new Div(new H2("Engine"), engineFacts);
    private final Div purgeSection = new Div();
    private final Grid<NodeDetail.Process> processes = new Grid<>();
    private final Grid<NodeDetail.Function> functions = new Grid<>();
    private final Div functionSection = new Div();

    NodePanel(NodeService nodes, Clock clock, Runnable close) {
        this.nodes = nodes;
        this.clock = clock;
        addClassName("vr-panel");
        setTestId("node-panel");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Button closing = Symbol.button("x", "Close");
        closing.addClickListener(_ -> close.run());
        Div head = new Div(title, state, gap, closing);
        head.addClassName("vr-ph");
        facts.addClassName("vr-kv");
        Div configuration = new Div(new H2("Configuration"), facts);
        configuration.addClassNames("vr-sect", "line");
        engineFacts.addClassName("vr-kv");
        engineSection.addClassNames("vr-sect", "line");
        engineSection.setTestId("node-engine");
        purgeSection.addClassNames("vr-sect", "line");
        purgeSection.setTestId("node-purges");
        Div processHead = new Div(new H2("Processes"));
        processHead.addClassName("vr-sect");
        processHead.getStyle().set("padding-bottom", "0");
        configureProcesses();
        configureFunctions();
        Div functionHead = new Div(new H2("Functions"));
        functionHead.addClassName("vr-sect");
        functionHead.getStyle().set("padding-bottom", "0");
        functionSection.add(functionHead, functions);
        Div scroll =
                new Div(refusal, configuration, engineSection, purgeSection, processHead, processes, functionSection);
        scroll.addClassName("vr-scroll");
        add(head, scroll);
    }

    private void configureProcesses() {
        processes.addClassNames("vr-grid", "vr-attrs");
        processes.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        processes.setSelectionMode(Grid.SelectionMode.NONE);
        processes.setAllRowsVisible(true);
        processes.setTestId("processes-grid");
        processes
                .addColumn(NodeDetail.Process::name)
                .setHeader("Process")
                .setFlexGrow(1)
                .setTooltipGenerator(NodeDetail.Process::name);
        processes
                .addColumn(Status.<NodeDetail.Process>renderer(NodeStates::of))
                .setHeader("State")
                .setWidth("96px")
                .setFlexGrow(0)
                .setTooltipGenerator(process -> process.detail().isEmpty() ? null : process.detail());
        processes
                .addColumn(process -> process.pid() == 0 ? Figures.NONE : Figures.bytes(process.rssBytes()))
                .setHeader("Memory")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("84px")
                .setFlexGrow(0);
        processes
                .addColumn(process -> "%.1f s".formatted(process.cpuSeconds()))
                .setHeader("CPU")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("76px")
                .setFlexGrow(0)
                .setTooltipGenerator(
                        process -> "pid " + process.pid() + ", " + Figures.count(process.restarts(), "restart"));
    }

    private void configureFunctions() {
        functions.addClassNames("vr-grid", "vr-attrs");
        functions.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        functions.setSelectionMode(Grid.SelectionMode.NONE);
        functions.setAllRowsVisible(true);
        functions
                .addColumn(function -> function.name() + " v" + function.version())
                .setHeader("Function")
                .setFlexGrow(1);
        functions
                .addColumn(Status.<NodeDetail.Function>renderer(function -> FunctionStates.of(function.state())))
                .setHeader("State")
                .setWidth("116px")
                .setFlexGrow(0)
                .setTooltipGenerator(function -> function.message().isEmpty() ? null : function.message());
        functions
                .addColumn(function -> function.workersReady() + " of " + function.workersWanted())
                .setHeader("Workers")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("84px")
                .setFlexGrow(0);
    }

    /** Shows a node as it is now. */
    void show(String name) {
        title.setText(name);
        state.removeAll();
        refusal.removeAll();
        facts.removeAll();
        NodeDetail node;
        try {
            node = nodes.find(name);
        } catch (RuntimeException e) {
            Div section = new Div(Banner.of(Failure.of(e)));
            section.addClassName("vr-sect");
            refusal.add(section);
            engineSection.setVisible(false);
            purgeSection.setVisible(false);
            processes.setItems(List.of());
            functions.setItems(List.of());
            return;
        }
        NodeSummary summary = node.summary();
        state.add(NodeStates.of(summary).span());
        if (summary.refusedVersion() > 0) {
            showRefusal(node);
        }
        Instant now = clock.instant();
        version("Wanted", summary.wantedVersion(), node.wantedHash(), node.wantedAt(), now);
        version("Applied", summary.appliedVersion(), node.appliedHash(), node.appliedAt(), now);
        fact(
                "Connected",
                summary.connectedSince() == null ? "no" : "since " + Figures.moment(summary.connectedSince(), now));
        fact("Last heard", Figures.time(summary.seenAt(), now));
        fact(
                "Certificate",
                summary.certificateExpiresAt() == null
                        ? Figures.NONE
                        : "ends in " + Figures.span(Duration.between(now, summary.certificateExpiresAt())));
        fact("Agent", summary.build().isEmpty() ? Figures.NONE : summary.build());
        showEngine(node.engine());
        showPurges(node.purges());
        processes.setItems(node.processes());
        functions.setItems(node.functions());
        functionSection.setVisible(!node.functions().isEmpty());
    }

    private void showEngine(NodeDetail.@Nullable Engine engine) {
        engineSection.setVisible(engine != null);
        engineFacts.removeAll();
        if (engine == null) {
            return;
        }
        fact(engineFacts, "Disk", "by " + engine.diskAccess());
        fact(
                engineFacts,
                "Stored",
                Figures.count(engine.items(), "item") + ", " + Figures.bytes(engine.storedBytes()) + " in "
                        + Figures.bytes(engine.journalBytes())
                        + (engine.feedBytes() == 0
                                ? ""
                                : ", of it " + Figures.bytes(engine.feedBytes()) + " for changes alone"));
        fact(
                engineFacts,
                "Index in memory",
                Figures.bytes(engine.indexBytes()) + " of " + Figures.bytes(engine.indexBudgetBytes()));
        if (engine.damageCount() > 0) {
            engineFacts.add(
                    new Term("Damage"),
                    new Description(Banner.error(
                            Figures.count(engine.damageCount(), "place") + " cannot be read.",
                            "The last: " + engine.damage())));
        }
    }

    private void showPurges(List<NodeDetail.Purge> purges) {
        purgeSection.setVisible(!purges.isEmpty());
        purgeSection.removeAll();
        DescriptionList rows = new DescriptionList();
        rows.addClassName("vr-kv");
        for (NodeDetail.Purge purge : purges) {
            String name =
                    purge.name().isEmpty() ? "container " + purge.container() : purge.tenant() + "/" + purge.name();
            fact(
                    rows,
                    name,
                    Figures.count(purge.deletedItems(), "item")
                            + (purge.done() ? " deleted, nothing is left here" : " deleted so far"));
        }
        purgeSection.add(new H2("Deletion of retired data"), rows);
    }

    private void showRefusal(NodeDetail node) {
        Pre text = new Pre(node.summary().refusal());
        text.setTestId("nack");
        Banner banner = Banner.error(
                        "The node kept " + node.summary().appliedVersion() + ".",
                        "Its agent checked " + node.summary().refusedVersion() + " and refused it:")
                .with(text)
                .act(CliLine.copyButton(node.summary().refusal(), "Copy what the agent said"));
        if (!node.refusedField().isEmpty()) {
            banner.with(new Span("field " + node.refusedField()));
        }
        Div section = new Div(banner);
        section.addClassName("vr-sect");
        refusal.add(section);
    }

    private void version(String name, long version, String hash, @Nullable Instant at, Instant now) {
        String text = version == 0
                ? Figures.NONE
                : version + (hash.isEmpty() ? "" : " " + hash.substring(0, Math.min(8, hash.length())) + "…");
        fact(name, at == null ? text : text + " since " + Figures.moment(at, now));
    }

    private void fact(String name, String value) {
        fact(facts, name, value);
    }

    private static void fact(DescriptionList list, String name, String value) {
        list.add(new Term(name), new Description(value));
    }
}
