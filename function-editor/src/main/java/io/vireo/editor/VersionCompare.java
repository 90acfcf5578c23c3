package io.vireo.editor;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.component.tabs.TabsVariant;
import io.vireo.controlplane.FunctionFiles;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** What differs between two versions of a function: a tab for each file that does, and its two texts beside each other. */
public final class VersionCompare extends Div {
    private final Map<Tab, String> paths = new LinkedHashMap<>();
    private final Diff diff = new Diff();

    /** Compares the files of an older with those of a newer version. */
    public VersionCompare(FunctionFiles before, FunctionFiles after) {
        addClassNames("vr-m", "vr-compare");
        setTestId("version-compare");
        Tabs tabs = new PaneTabs();
        tabs.addClassName("vr-etabs");
        tabs.addThemeVariants(TabsVariant.LUMO_HIDE_SCROLL_BUTTONS);
        TreeSet<String> all = new TreeSet<>(before.paths());
        all.addAll(after.paths());
        for (String path : all) {
            String mark = mark(path, before, after);
            if (!mark.isEmpty()) {
                Span letter = new Span(mark);
                letter.addClassNames("mono", "t2");
                Tab tab = new Tab(Symbol.small("file-code"), new Span(path), letter);
                tab.setTestId("compare-" + path);
                paths.put(tab, path);
                tabs.add(tab);
            }
        }
        if (paths.isEmpty()) {
            Paragraph same = new Paragraph("The files of these versions are the same.");
            same.addClassName("t2");
            Div state = new Div(same);
            state.addClassName("vr-sect");
            add(state);
            return;
        }
        tabs.addSelectedChangeListener(change -> show(change.getSelectedTab(), before, after));
        Div bar = new Div(tabs);
        bar.addClassName("vr-ebar");
        add(bar, diff);
        show(tabs.getSelectedTab(), before, after);
    }

    private void show(Tab tab, FunctionFiles before, FunctionFiles after) {
        String path = paths.get(tab);
        if (path != null) {
            diff.compare(path, text(before, path), text(after, path));
        }
    }

    private static String mark(String path, FunctionFiles before, FunctionFiles after) {
        if (!before.contains(path)) {
            return "A";
        }
        if (!after.contains(path)) {
            return "D";
        }
        return before.text(path).equals(after.text(path)) ? "" : "M";
    }

    private static String text(FunctionFiles files, String path) {
        return files.text(path).orElse(files.contains(path) ? "(not text)" : "");
    }

    @Tag("vr-diff")
    @JsModule("context://vireo/vr-diff.js")
    private static final class Diff extends Component implements HasSize {
        void compare(String path, String before, String after) {
            getElement()
                    .executeJs(
                            "customElements.whenDefined('vr-diff').then(() => this.compare($0, $1, $2))",
                            path,
                            before,
                            after);
        }
    }
}
