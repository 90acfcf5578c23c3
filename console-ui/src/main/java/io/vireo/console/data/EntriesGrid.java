package io.vireo.console.data;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import io.vireo.console.page.Figures;
import io.vireo.console.page.NarrowColumns;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;

/** The rows of a folder: name with the icon of what it is, the faces that it has, length, time. */
final class EntriesGrid extends Grid<DataEntry> {
    private String selected = "";

    /** @param addressOf where an entry's name leads */
    EntriesGrid(Clock clock, Function<DataEntry, String> addressOf) {
        addClassName("vr-grid");
        addThemeVariants(GridVariant.LUMO_NO_BORDER);
        setSelectionMode(SelectionMode.NONE);
        setTestId("items-grid");
        setPageSize(50);
        addColumn(LitRenderer.<DataEntry>of("""
                                <span class="vr-name"><svg class="vr-i" aria-hidden="true"><use href="vireo/icons.svg#i-${item.icon}"></use></svg>
                                <a href="${item.href}" data-path="${item.path}">${item.name}</a></span>""")
                        .withProperty("icon", EntriesGrid::icon)
                        .withProperty("name", entry -> entry.name() + (entry.kind() == DataEntry.Kind.ITEM ? "" : "/"))
                        .withProperty("path", DataEntry::path)
                        .withProperty("href", addressOf::apply))
                .setHeader("Name")
                .setFlexGrow(1);
        Column<DataEntry> faces = addColumn(LitRenderer.<DataEntry>of("""
                                <span class="vr-faces" title="${item.title}" role="img" aria-label="${item.title}">
                                <span class="${item.o}"><svg class="vr-i"><use href="vireo/icons.svg#i-box"></use></svg></span>
                                <span class="${item.r}"><svg class="vr-i"><use href="vireo/icons.svg#i-rows-3"></use></svg></span>
                                <span class="${item.f}"><svg class="vr-i"><use href="vireo/icons.svg#i-file"></use></svg></span>
                                <span class="${item.s}"><svg class="vr-i"><use href="vireo/icons.svg#i-radio"></use></svg></span></span>""")
                        .withProperty("o", entry -> Face.OBJECT.isOf(entry) ? "" : "no")
                        .withProperty("r", entry -> Face.ROW.isOf(entry) ? "" : "no")
                        .withProperty("f", entry -> Face.FILE.isOf(entry) ? "" : "no")
                        .withProperty("s", entry -> Face.STREAM.isOf(entry) ? "" : "no")
                        .withProperty("title", Face::namesOf))
                .setHeader("Faces")
                .setWidth("112px")
                .setFlexGrow(0);
        addColumn(EntriesGrid::length)
                .setHeader("Size")
                .setTextAlign(ColumnTextAlign.END)
                .setWidth("104px")
                .setFlexGrow(0);
        Column<DataEntry> modified = addColumn(entry -> Figures.time(entry.modifiedAt(), clock.instant()))
                .setHeader("Modified")
                .setTextAlign(ColumnTextAlign.END)
                .setPartNameGenerator(_ -> "t2")
                .setWidth("124px")
                .setFlexGrow(0);
        NarrowColumns.leave(this, NarrowColumns.PHONE, List.of(faces, modified));
        setPartNameGenerator(entry -> entry.path().equals(selected) ? "open-row" : null);
    }

    /** Marks the row of the open record; empty: none is open. */
    void mark(String path) {
        if (!selected.equals(path)) {
            selected = path;
            getDataProvider().refreshAll();
        }
    }

    private static String icon(DataEntry entry) {
        return switch (entry.kind()) {
            case FOLDER -> "folder";
            case STREAM -> "radio";
            case ITEM -> entry.isPureRow() ? "rows-3" : Preview.iconOf(entry.name());
        };
    }

    private static String length(DataEntry entry) {
        return switch (entry.kind()) {
            case FOLDER -> Figures.NONE;
            case STREAM -> Figures.count(entry.shardCount(), "shard");
            case ITEM -> entry.isPureRow() ? Figures.NONE : Figures.bytes(entry.length());
        };
    }
}
