package io.vireo.console.page;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.shared.Registration;
import java.util.List;

/** Columns that leave a grid while the window is narrow: CSS cannot take a column out of a grid. */
public final class NarrowColumns {
    /** Up to this width, in pixels, the navigation is a drawer and a panel is a page. */
    public static final int PHONE = 640;

    /** Up to this width the navigation is a rail. */
    public static final int TABLET = 1100;

    private NarrowColumns() {}

    /**
     * Hides columns up to a width.
     *
     * @param px width of the window
     */
    public static <T> void leave(Grid<T> grid, int px, List<Grid.Column<T>> columns) {
        grid.addAttachListener(attached -> {
            UI ui = attached.getUI();
            show(columns, widthOf(ui) > px);
            Registration resized = ui.getPage().addBrowserWindowResizeListener(resize -> {
                ComponentUtil.setData(ui, Width.class, new Width(resize.getWidth()));
                show(columns, resize.getWidth() > px);
            });
            grid.addDetachListener(detached -> {
                resized.remove();
                detached.unregisterListener();
            });
        });
    }

    private static <T> void show(List<Grid.Column<T>> columns, boolean isShown) {
        columns.forEach(column -> column.setVisible(isShown));
    }

    private static int widthOf(UI ui) {
        Width last = ComponentUtil.getData(ui, Width.class);
        return last == null ? ui.getPage().getExtendedClientDetails().getWindowInnerWidth() : last.px();
    }

    private record Width(int px) {}
}
