package io.vireo.console.page;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.data.provider.QuerySortOrder;
import com.vaadin.flow.data.provider.SortDirection;
import io.vireo.identity.PageQuery;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * A list with all its states: rows read as they are scrolled to, nothing yet, nothing that matches, an error, no permission.
 * The first question decides the state; a later one that fails shows its error above nothing that is stale.
 *
 * @param <T> a row
 */
public final class ListPane<T> extends Div {
    private final Grid<T> grid;
    private final Source<T> source;
    private final String noun;
    private final Supplier<Component> whenEmpty;
    private final Div state = new Div();
    private final Span range = new Span();
    private final Div foot = new Div();
    private String filter = "";
    private long rowCount;

    /**
     * Where the rows come from.
     *
     * @param rows those of a page
     * @param count how many rows a filter leaves
     */
    public record Source<T>(Function<PageQuery, List<T>> rows, ToLongFunction<String> count) {}

    /**
     * A list that is filled by {@link #refresh()}.
     *
     * @param grid with its columns; its theme is set here
     * @param noun what a row is, in the singular
     * @param whenEmpty what to show when there is no row at all
     */
    public ListPane(Grid<T> grid, Source<T> source, String noun, Supplier<Component> whenEmpty) {
        this.grid = grid;
        this.source = source;
        this.noun = noun;
        this.whenEmpty = whenEmpty;
        addClassName("vr-m");
        grid.addClassName("vr-grid");
        grid.addThemeVariants(GridVariant.LUMO_NO_BORDER);
        grid.setSelectionMode(Grid.SelectionMode.NONE);
        grid.setSizeFull();
        state.setVisible(false);
        state.addClassName("vr-state");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        foot.addClassName("vr-foot");
        foot.add(range, gap);
        add(grid, state, foot);
        grid.setItems(query -> read(query.getOffset(), query.getLimit(), query.getSortOrders()), _ ->
                (int) Math.min(rowCount, Integer.MAX_VALUE));
    }

    /** Adds something to the right of the foot. */
    public ListPane<T> foot(Component component) {
        foot.add(component);
        return this;
    }

    /** A field that filters the list by a text, which is kept in the address as {@code q}; the list shows what stands there now. */
    public FilterField filterField(String placeholder, Address address) {
        FilterField field = new FilterField(placeholder, text -> {
            address.replace("q", text);
            filter(text);
        });
        field.show(address.get("q"));
        filter(address.get("q"));
        return field;
    }

    /** Shows the rows that match. */
    public void filter(String text) {
        filter = text.strip();
        refresh();
    }

    /** Reads anew. */
    public void refresh() {
        try {
            rowCount = source.count().applyAsLong(filter);
        } catch (RuntimeException e) {
            showFailure(Failure.of(e));
            return;
        }
        if (rowCount == 0) {
            showState(filter.isEmpty() ? whenEmpty.get() : noMatch());
            return;
        }
        state.setVisible(false);
        grid.setVisible(true);
        foot.setVisible(true);
        range.setText(Figures.count(rowCount, noun));
        grid.getDataProvider().refreshAll();
    }

    /** How many rows there are. */
    public long rowCount() {
        return rowCount;
    }

    private Stream<T> read(int offset, int limit, List<QuerySortOrder> orders) {
        String sort = orders.stream()
                .findFirst()
                .map(order -> (order.getDirection() == SortDirection.DESCENDING ? "-" : "") + order.getSorted())
                .orElse("");
        try {
            return source
                    .rows()
                    .apply(new PageQuery(offset, Math.min(limit, PageQuery.MAX_LIMIT), sort, filter))
                    .stream();
        } catch (RuntimeException e) {
            // While rows are sent the page cannot be rebuilt; it is right after.
            UI ui = UI.getCurrent();
            ui.access(() -> showFailure(Failure.of(e)));
            return Stream.empty();
        }
    }

    private Component noMatch() {
        return new EmptyState("No " + noun + " matches", "“" + filter + "” is in no name.");
    }

    private void showFailure(Failure failure) {
        Banner banner = Banner.of(failure);
        if (failure.kind() != Failure.Kind.NO_PERMISSION) {
            banner.act("Try again", this::refresh);
        }
        showState(banner);
    }

    private void showState(Component component) {
        grid.setVisible(false);
        foot.setVisible(false);
        state.removeAll();
        state.add(component);
        state.setVisible(true);
    }

    /** The header of the column with a row's buttons: a word for screen readers, nothing to see. */
    public static Span actsHeader() {
        Span words = new Span("Acts");
        words.addClassName("vr-hidden");
        return words;
    }
}
