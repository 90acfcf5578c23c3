package io.vireo.console.page;

import com.vaadin.flow.router.HasDynamicTitle;
import java.util.List;

/** A page inside the shell: it says where it is. */
public interface Page extends HasDynamicTitle {
    /** The way here, from the outside in; the last one is the page itself. */
    List<Crumb> crumbs();

    /** The editor takes the room of the navigation. */
    default boolean usesRail() {
        return false;
    }

    @Override
    default String getPageTitle() {
        List<Crumb> crumbs = crumbs();
        return crumbs.isEmpty()
                ? "Vireo"
                : crumbs.getLast().name() + " · " + crumbs.getFirst().name() + " · Vireo";
    }

    /**
     * A step of the way.
     *
     * @param href relative to the application; empty for the page itself
     */
    record Crumb(String name, String href) {
        /** The page itself. */
        public static Crumb here(String name) {
            return new Crumb(name, "");
        }
    }
}
