package io.vireo.console.activity;

import com.vaadin.flow.component.grid.Grid;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Figures;
import io.vireo.console.page.ListPane;
import io.vireo.console.page.NarrowColumns;
import io.vireo.console.page.Status;
import io.vireo.controlplane.AuditEntry;
import io.vireo.controlplane.AuditQuery;
import io.vireo.controlplane.AuditService;
import io.vireo.editor.Glyph;
import io.vireo.identity.AuditEvent;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The list of what was done and refused; the filter is an action, such as {@code function:*}. */
final class AuditList {
    private AuditList() {}

    static ListPane<AuditEntry> of(AuditService audit, @Nullable UUID tenantId, Clock clock) {
        return new ListPane<>(
                grid(clock),
                new ListPane.Source<>(
                        query -> audit.page(question(tenantId, query.filter()), query.offset(), query.limit()),
                        filter -> audit.count(question(tenantId, filter))),
                "act",
                () -> new EmptyState(
                                "Nothing yet",
                                "Every change, and every refused attempt, is kept here with who and when.")
                        .cli("vireo audit list"));
    }

    private static AuditQuery question(@Nullable UUID tenantId, String filter) {
        String action = filter.isEmpty() || filter.endsWith("*") ? filter : filter + "*";
        return new AuditQuery(tenantId, "", action, "", null, null, null);
    }

    private static Grid<AuditEntry> grid(Clock clock) {
        Grid<AuditEntry> grid = new Grid<>();
        grid.setTestId("audit-grid");
        grid.addColumn(entry -> Figures.moment(entry.at(), clock.instant()))
                .setHeader("When")
                .setPartNameGenerator(_ -> "t2")
                .setTooltipGenerator(entry -> entry.at().toString())
                .setWidth("108px")
                .setFlexGrow(0);
        // These three fit a phone; where there is room the others have more of it.
        grid.addColumn(AuditEntry::principal).setHeader("Who").setWidth("104px").setFlexGrow(1);
        grid.addColumn(Status.<AuditEntry>renderer(entry -> entry.outcome() == AuditEvent.Outcome.DONE
                        ? new Status(Glyph.RING, entry.action())
                        : new Status(Glyph.DENIED, entry.action() + " refused")))
                .setHeader("Did")
                .setWidth("180px")
                .setFlexGrow(1);
        Grid.Column<AuditEntry> on = grid.addColumn(AuditEntry::resource)
                .setHeader("On")
                .setPartNameGenerator(_ -> "mono")
                .setFlexGrow(3);
        Grid.Column<AuditEntry> details = grid.addColumn(entry -> words(entry.details()))
                .setHeader("Details")
                .setPartNameGenerator(_ -> "t2")
                .setTooltipGenerator(entry -> words(entry.details()))
                .setFlexGrow(4);
        Grid.Column<AuditEntry> from = grid.addColumn(AuditEntry::address)
                .setHeader("From")
                .setPartNameGenerator(_ -> "t2")
                .setWidth("120px")
                .setFlexGrow(0);
        NarrowColumns.leave(grid, NarrowColumns.PHONE, List.of(details, from));
        NarrowColumns.leave(grid, 480, List.of(on));
        return grid;
    }

    private static String words(Map<String, String> details) {
        return details.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(" "));
    }
}
