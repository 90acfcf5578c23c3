package io.vireo.console.page;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The address as the place where a page keeps what it shows: selection and filter replace the entry of the history, another
 * page or folder is a new one.
 */
public final class Address {
    private final String path;
    private final Map<String, String> query = new TreeMap<>();

    /** The address that a page was entered by. */
    public Address(Location location) {
        this.path = location.getPath();
        location.getQueryParameters()
                .getParameters()
                .forEach((name, values) -> query.put(name, values.isEmpty() ? "" : values.getFirst()));
    }

    /** A parameter; empty if it is not there. */
    public String get(String name) {
        return query.getOrDefault(name, "");
    }

    /** Whether a parameter is there; it is taken out of the address, so that a reload does not do the same again. */
    public boolean take(String name) {
        boolean isThere = query.containsKey(name);
        if (isThere) {
            replace(name, "");
        }
        return isThere;
    }

    /** Changes a parameter in place; an empty value takes it away. */
    public void replace(String name, String value) {
        set(name, value);
        UI.getCurrent().getPage().getHistory().replaceState(null, location());
    }

    /** Changes a parameter for the next {@link #location()}; an empty value takes it away. */
    public void set(String name, String value) {
        if (value.isEmpty()) {
            query.remove(name);
        } else {
            query.put(name, value);
        }
    }

    /** The address as it is now. */
    public Location location() {
        Map<String, List<String>> parameters = new TreeMap<>();
        query.forEach((name, value) -> parameters.put(name, new ArrayList<>(List.of(value))));
        return new Location(path, new QueryParameters(parameters));
    }
}
