package io.vireo.console.data;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import io.vireo.editor.Symbol;
import java.util.function.Function;

/** The way to a folder, each step of it a link. */
final class PathBar extends Nav {
    private final String container;
    private final Function<String, String> addressOf;

    /** @param addressOf where the path of a folder leads; the empty one is the container */
    PathBar(String container, Function<String, String> addressOf) {
        this.container = container;
        this.addressOf = addressOf;
        addClassNames("vr-tools", "path", "mono");
        getElement().setAttribute("aria-label", "Folder");
    }

    void show(String folder) {
        removeAll();
        Anchor up = new Anchor(
                addressOf.apply(folder.contains("/") ? folder.substring(0, folder.lastIndexOf('/')) : ""),
                Symbol.of("corner-left-up"));
        up.getElement().setAttribute("aria-label", "Up");
        up.setVisible(!folder.isEmpty());
        add(up);
        step(container, "", folder.isEmpty());
        StringBuilder so = new StringBuilder();
        for (String segment : folder.isEmpty() ? new String[0] : folder.split("/")) {
            so.append(so.isEmpty() ? "" : "/").append(segment);
            add(new Span("/"));
            step(segment, so.toString(), so.toString().equals(folder));
        }
    }

    private void step(String name, String target, boolean isHere) {
        if (isHere) {
            Span here = new Span(name);
            here.addClassNames("b6", "el");
            here.getElement().setAttribute("aria-current", "location");
            add(here);
        } else {
            add(new Anchor(addressOf.apply(target), name));
        }
    }
}
