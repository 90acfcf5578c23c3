package io.vireo.editor;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.splitlayout.SplitLayout;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.component.tabs.TabsVariant;
import com.vaadin.flow.component.textfield.TextField;
import io.vireo.controlplane.Deployment;
import io.vireo.controlplane.FunctionDetail;
import io.vireo.controlplane.FunctionFiles;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The code page of a function: file tree, code, test pane. Every key is a draft on the server a second later; nothing here
 * overwrites what somebody else saved.
 */
public final class FunctionEditor extends Div {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneId.systemDefault());

    private final EditorServices services;
    private final Listener listener;
    private final DraftSession session;
    private @Nullable FunctionFiles baseline;
    private @Nullable Integer live;
    private final CodeEditor code;
    private final FileTree tree = new FileTree(path -> open(path, 0));
    private final Tabs tabs = new PaneTabs();
    private final Map<String, Tab> openFiles = new LinkedHashMap<>();
    private final Span cursor = new Span();
    private final EditorNotices notices = new EditorNotices();
    private final ProblemLine problem;
    private final TestPane test;
    private boolean isBusyWithTabs;

    /** What the page around the editor is told. */
    public interface Listener {
        /** Another file or place is shown; for the address. */
        void shown(String path);

        /** The draft was saved. */
        void drafted();

        /** Ctrl Shift S, or the button: make a version. */
        void saveVersion();

        /** Show the log of a request. */
        void openLog(String requestId);

        /** Show or hide the dock, from the segments of a narrow screen. */
        void toggleLog();
    }

    /**
     * An editor of the function's draft.
     *
     * @param baseline the live version's files, to compare with; null: nothing is live
     */
    public FunctionEditor(
            EditorServices services, FunctionDetail detail, @Nullable FunctionFiles baseline, Listener listener) {
        this.services = services;
        this.listener = listener;
        this.baseline = baseline;
        this.session = new DraftSession(services.functions(), services.tenantId(), services.function(), detail.draft());
        this.code = new CodeEditor(services.tenantId() + "/" + services.function());
        this.problem = new ProblemLine(services.function(), code, this::open);
        this.test = new TestPane(services, listener::openLog);
        this.live = detail.summary().liveVersion();
        test.setLive(live);
        addClassNames("vr-page", "vr-editor");
        configureCode();
        SplitLayout right = new SplitLayout(middle(), test);
        SplitLayout all = new SplitLayout(side(), right);
        for (SplitLayout split : List.of(right, all)) {
            split.setSizeFull();
        }
        all.addClassName("vr-edsplit");
        all.getStyle().set("flex", "1 1 0").set("min-height", "0");
        add(all, segments());
        session.files().texts().forEach((path, text) -> code.open(path, text, baselineOf(path)));
        showFiles();
        Deployment deployment = detail.deployment();
        if (deployment != null) {
            showProblems(deployment);
        }
    }

    /** Shows a file; an unknown or empty path shows the first. */
    public void open(String path, int line) {
        String file = session.files().contains(path) ? path : firstFile();
        if (file.isEmpty()) {
            return;
        }
        Tab tab = openFiles.computeIfAbsent(file, this::addTab);
        isBusyWithTabs = true;
        tabs.setSelectedTab(tab);
        isBusyWithTabs = false;
        tree.select(file);
        if (session.files().text(file).isPresent()) {
            code.show(file, line);
        }
        listener.shown(file);
    }

    /** The draft as this page knows it. */
    public DraftSession session() {
        return session;
    }

    /** Fills the test pane, such as with a template's example. */
    public void setTestBody(String body) {
        test.setBody(body);
    }

    /**
     * Tells the editor which version answers.
     *
     * @param files of that version, asked for when it is another than before
     */
    public void setLive(@Nullable Integer version, IntFunction<FunctionFiles> files) {
        if (!Objects.equals(live, version)) {
            live = version;
            baseline = version == null ? null : files.apply(version);
            session.files().texts().keySet().forEach(path -> code.compareWith(path, baselineOf(path)));
            showFiles();
        }
        test.setLive(version);
    }

    /** Shows what a deployment said about lines of the code, or clears it when one succeeded. */
    public void showProblems(Deployment deployment) {
        problem.show(deployment, session.files());
    }

    private void configureCode() {
        code.setReadOnly(!services.rights().mayEdit());
        code.onDraft(draft -> save(draft.path(), draft.text(), draft.revision()));
        code.onCursor(position -> cursor.setText("Ln %d, Col %d".formatted(position.line(), position.column())));
        code.onRun(_ -> test.call());
        code.onSaveVersion(_ -> listener.saveVersion());
        code.onRestored(restored -> notices.tell(
                restored.path() + " was kept in this browser",
                "It had not reached the server; it is saved now.",
                Map.of()));
    }

    private Div side() {
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Div head = new Div(new H2("Files"), gap);
        head.addClassName("vr-ph");
        if (services.rights().mayEdit()) {
            Button add = Symbol.button("file-plus", "New file");
            add.addThemeVariants(ButtonVariant.SMALL);
            add.setTestId("file-new");
            add.addClickListener(_ -> askForFile());
            Button remove = Symbol.button("trash-2", "Delete the open file");
            remove.addThemeVariants(ButtonVariant.SMALL);
            remove.addClickListener(_ -> askToDelete());
            head.add(add, remove);
        }
        Div side = new Div(head, tree);
        side.addClassName("vr-side");
        List<Span> bindings = session.configuration().bindings().stream()
                .map(binding -> {
                    Span name = new Span(binding.name());
                    name.addClassName("mono");
                    Span space = new Span();
                    space.addClassName("vr-sp");
                    Span right = new Span(binding.isWritable() ? "read, write" : "read");
                    right.addClassNames("t3", "xs");
                    Span row = new Span(Symbol.small("database"), name, space, right);
                    row.addClassName("vr-bind");
                    return row;
                })
                .toList();
        if (!bindings.isEmpty()) {
            Div title = new Div(new H2("Bindings"));
            title.addClassNames("vr-ph", "top");
            side.add(title);
            bindings.forEach(side::add);
        }
        return side;
    }

    private Div middle() {
        tabs.addClassName("vr-etabs");
        tabs.addThemeVariants(TabsVariant.LUMO_HIDE_SCROLL_BUTTONS);
        tabs.setAutoselect(false);
        tabs.addSelectedChangeListener(change -> {
            if (!isBusyWithTabs) {
                openFiles.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(change.getSelectedTab()))
                        .findFirst()
                        .ifPresent(entry -> open(entry.getKey(), 0));
            }
        });
        Span gap = new Span();
        gap.addClassName("vr-sp");
        cursor.addClassNames("xs", "t2", "hide-n");
        Div bar = new Div(tabs, gap, cursor);
        bar.addClassName("vr-ebar");
        Div middle = new Div(bar, notices, code, problem);
        middle.addClassName("vr-m");
        return middle;
    }

    private Tabs segments() {
        Tab codeTab = new Tab(Symbol.of("code"), new Span("Code"));
        Tab testTab = new Tab(Symbol.of("play"), new Span("Test"));
        Tab logTab = new Tab(Symbol.of("scroll-text"), new Span("Log"));
        Tabs segments = new PaneTabs(codeTab, testTab, logTab);
        segments.addClassName("vr-seg3");
        segments.addThemeVariants(TabsVariant.LUMO_EQUAL_WIDTH_TABS);
        segments.addSelectedChangeListener(change -> {
            if (logTab.equals(change.getSelectedTab())) {
                segments.setSelectedTab(change.getPreviousTab());
                listener.toggleLog();
            } else {
                getElement().setAttribute("data-pane", testTab.equals(change.getSelectedTab()) ? "1" : "0");
            }
        });
        return segments;
    }

    private Tab addTab(String path) {
        Span unsaved = new Span();
        unsaved.addClassName("ud");
        unsaved.setVisible(!markOf(path).isEmpty());
        Tab tab = new Tab(Symbol.small("file-code"), new Span(path.substring(path.lastIndexOf('/') + 1)), unsaved);
        tab.getElement().setAttribute("title", path);
        isBusyWithTabs = true;
        tabs.add(tab);
        isBusyWithTabs = false;
        return tab;
    }

    private String firstFile() {
        String handler = session.configuration().handler();
        String main = handler.substring(0, Math.max(0, handler.indexOf(':'))) + ".py";
        List<String> paths = session.files().paths();
        return paths.contains(main) ? main : paths.isEmpty() ? "" : paths.getFirst();
    }

    private @Nullable String baselineOf(String path) {
        return baseline == null ? null : baseline.text(path).orElse("");
    }

    private String markOf(String path) {
        if (baseline == null) {
            return "";
        }
        if (!baseline.contains(path)) {
            return "A";
        }
        return baseline.text(path).equals(session.files().text(path)) ? "" : "M";
    }

    private void showFiles() {
        tree.show(session.files().paths().stream()
                .map(path -> new FileTree.File(path, markOf(path)))
                .toList());
        openFiles.forEach((path, tab) -> tab.getChildren()
                .reduce((_, last) -> last)
                .ifPresent(mark -> mark.setVisible(!markOf(path).isEmpty())));
    }

    private void save(String path, String text, int revision) {
        try {
            if (!session.files().contains(path)) {
                return; // its last keys arrived after the file was deleted
            }
            settle(session.save(path, text));
            if (session.conflict().isEmpty()) {
                code.drafted(path, revision);
            } else {
                code.draftFailed(path);
            }
        } catch (RuntimeException e) {
            code.draftFailed(path);
            notices.warn(
                    "The draft of " + path + " is not saved", services.explain().apply(e));
        }
    }

    private void settle(DraftSession.Outcome outcome) {
        switch (outcome) {
            case DraftSession.Saved saved -> {
                notices.clear();
                for (String path : saved.changedByOthers()) {
                    session.files()
                            .text(path)
                            .ifPresentOrElse(text -> code.open(path, text, baselineOf(path)), () -> close(path));
                }
                showFiles();
                listener.drafted();
            }
            case DraftSession.Conflict conflict -> {
                Map<String, Runnable> acts = new LinkedHashMap<>();
                acts.put("Keep mine", () -> settle(session.keepMine()));
                acts.put("Take theirs", () -> settle(session.takeTheirs()));
                notices.tell(
                        "%s saved %s at %s"
                                .formatted(
                                        conflict.theirs().savedBy(),
                                        String.join(", ", conflict.paths()),
                                        CLOCK.format(conflict.theirs().savedAt())),
                        "Your text is kept here. Nothing was overwritten.",
                        acts);
            }
        }
    }

    private void askForFile() {
        Dialog dialog = new Dialog("New file");
        TextField name = new TextField("Path");
        name.setPlaceholder("lib/parse.py");
        name.setWidthFull();
        name.setAutofocus(true);
        name.setTestId("file-path");
        Button create = new Button("Create", _ -> {
            String path = name.getValue().strip();
            name.setInvalid(false);
            if (session.files().contains(path)) {
                name.setErrorMessage(path + " is there already");
                name.setInvalid(true);
                return;
            }
            try {
                settle(session.save(path, ""));
                code.open(path, "", baselineOf(path));
                open(path, 0);
                dialog.close();
            } catch (RuntimeException e) {
                name.setErrorMessage(services.explain().apply(e));
                name.setInvalid(true);
            }
        });
        create.addThemeVariants(ButtonVariant.PRIMARY);
        create.addClickShortcut(com.vaadin.flow.component.Key.ENTER);
        create.setTestId("file-create");
        dialog.setWidth("412px");
        dialog.add(name);
        dialog.getFooter().add(new Button("Cancel", _ -> dialog.close()), create);
        dialog.open();
    }

    private void askToDelete() {
        Tab selected = tabs.getSelectedTab();
        openFiles.entrySet().stream()
                .filter(entry -> entry.getValue().equals(selected))
                .findFirst()
                .ifPresent(entry -> {
                    ConfirmDialog dialog = new ConfirmDialog();
                    dialog.setHeader("Delete " + entry.getKey() + "?");
                    dialog.setText("It leaves the draft; versions that hold it keep it.");
                    dialog.setCancelable(true);
                    dialog.setConfirmText("Delete " + entry.getKey());
                    dialog.setConfirmButtonTheme("error primary");
                    dialog.addConfirmListener(_ -> delete(entry.getKey()));
                    dialog.open();
                });
    }

    private void delete(String path) {
        try {
            DraftSession.Outcome outcome = session.remove(path);
            close(path);
            settle(outcome);
        } catch (RuntimeException e) {
            notices.warn(path + " is not deleted", services.explain().apply(e));
        }
    }

    private void close(String path) {
        code.forget(path);
        Tab tab = openFiles.remove(path);
        if (tab != null) {
            tabs.remove(tab);
        }
        showFiles();
        open("", 0);
    }
}
