package io.vireo.editor;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JavaScript;

/**
 * The live log at the foot of the shell: a strip that opens to lines. The lines never pass through the Vaadin session: the
 * element reads server-sent events from the address that it is given (see {@code vr-log-pane.js} for their form).
 */
@Tag("vr-log-dock")
@JavaScript("context://vireo/vr-elements.js")
@JavaScript("context://vireo/vr-log-lines.js")
@JavaScript("context://vireo/vr-log-pane.js")
@JavaScript("context://vireo/vr-log-dock.js")
public final class LogDock extends Component {
    /** An empty dock; what it showed last in this browser comes back by itself. */
    public LogDock() {
        setTestId("log-dock");
    }

    /**
     * Shows the log of a function in a pane of its own.
     *
     * @param key names the pane; the same key shows the same pane
     * @param name for its tab
     * @param url of the event stream, relative to the application
     * @param isShown opens the dock if it is closed
     */
    public void open(String key, String name, String url, boolean isShown) {
        getElement()
                .executeJs(
                        "customElements.whenDefined('vr-log-dock').then(() => this.openPane($0, $1, $2, $3))",
                        key,
                        name,
                        url,
                        isShown);
    }

    /** Shows the lines of one request alone. */
    public void filter(String text) {
        getElement()
                .executeJs(
                        "customElements.whenDefined('vr-log-dock').then(() => { this.find.value = $0; this.refine({ text: $0 }); this.toggle(true); })",
                        text);
    }

    /** Opens the dock if it is closed, and closes it if it is open. */
    public void toggle() {
        getElement().executeJs("customElements.whenDefined('vr-log-dock').then(() => this.toggle())");
    }

    /** Forgets all panes, also in the browser's store: for the end of a session. */
    public void closeAll() {
        getElement().executeJs("customElements.whenDefined('vr-log-dock').then(() => this.closeAll())");
    }
}
