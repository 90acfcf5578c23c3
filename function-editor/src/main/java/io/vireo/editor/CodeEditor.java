package io.vireo.editor;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentEvent;
import com.vaadin.flow.component.ComponentEventListener;
import com.vaadin.flow.component.DomEvent;
import com.vaadin.flow.component.EventData;
import com.vaadin.flow.component.HasSize;
import com.vaadin.flow.component.Tag;
import com.vaadin.flow.component.dependency.JsModule;
import com.vaadin.flow.shared.Registration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Monaco with one model a file. Texts travel to the server as drafts one second after the last key; {@link #drafted} and
 * {@link #draftFailed} answer them. What is unanswered is kept in the browser (see {@code vr-monaco.js}).
 */
@Tag("vr-monaco")
@JsModule("context://vireo/vr-monaco.js")
public final class CodeEditor extends Component implements HasSize {
    /** @param key names the document in the browser's own store: drafts that the server never got are found under it */
    public CodeEditor(String key) {
        getElement().setProperty("key", key);
        setTestId("code-editor");
    }

    /**
     * Makes a file known, or replaces its text by what the server holds.
     *
     * @param baseline text of the version to compare with, for the marks in the margin; null: no marks
     */
    public void open(String path, String text, @Nullable String baseline) {
        call("openFile", path, text, baseline);
    }

    /**
     * Compares a file with another text from now on.
     *
     * @param baseline for the marks in the margin; null: no marks
     */
    public void compareWith(String path, @Nullable String baseline) {
        call("compareWith", path, baseline);
    }

    /**
     * Shows a file that was opened.
     *
     * @param line to jump to, from 1; 0: where it was
     */
    public void show(String path, int line) {
        call("showFile", path, line);
    }

    /** Forgets a file. */
    public void forget(String path) {
        call("forgetFile", path);
    }

    /** Answers a draft: this revision of the file is stored. */
    public void drafted(String path, int revision) {
        call("drafted", path, revision);
    }

    /** Answers a draft: it could not be stored. The browser keeps it and sends it again. */
    public void draftFailed(String path) {
        call("draftFailed", path);
    }

    /** Underlines lines of a file; an empty list clears them. */
    public void problems(String path, List<Problem> problems) {
        // One string each way: the client's functions take values, not lists of records.
        String lines = problems.stream()
                .map(problem -> problem.line() + "\t" + problem.message().replace('\n', ' '))
                .collect(Collectors.joining("\n"));
        getElement()
                .executeJs(
                        "customElements.whenDefined('vr-monaco').then(() => this.problems($0, $1 ? $1.split('\\n').map(l => ({line: +l.split('\\t')[0], message: l.split('\\t')[1]})) : []))",
                        path,
                        lines);
    }

    /** Whether keys change the text. */
    public void setReadOnly(boolean isReadOnly) {
        getElement()
                .executeJs("customElements.whenDefined('vr-monaco').then(() => { this.readonly = $0; })", isReadOnly);
    }

    // Whatever the server says before the element is defined waits for it, in order.
    private void call(String function, @Nullable Object... arguments) {
        String parameters = java.util.stream.IntStream.range(0, arguments.length)
                .mapToObj(index -> "$" + index)
                .collect(Collectors.joining(", "));
        getElement()
                .executeJs(
                        "customElements.whenDefined('vr-monaco').then(() => this." + function + "(" + parameters + "))",
                        arguments);
    }

    /** A draft arrived; answer it. */
    public Registration onDraft(ComponentEventListener<Draft> listener) {
        return addListener(Draft.class, listener);
    }

    /** The cursor moved. */
    public Registration onCursor(ComponentEventListener<Cursor> listener) {
        return addListener(Cursor.class, listener);
    }

    /** Ctrl Enter. */
    public Registration onRun(ComponentEventListener<Run> listener) {
        return addListener(Run.class, listener);
    }

    /** Ctrl Shift S. */
    public Registration onSaveVersion(ComponentEventListener<SaveVersion> listener) {
        return addListener(SaveVersion.class, listener);
    }

    /** Text that the server had never got came back from the browser's store. */
    public Registration onRestored(ComponentEventListener<Restored> listener) {
        return addListener(Restored.class, listener);
    }

    /**
     * A line at fault.
     *
     * @param line from 1
     */
    public record Problem(int line, String message) {}

    /** The whole text of a file, one second after its last key. */
    @DomEvent("vr-draft")
    public static final class Draft extends ComponentEvent<CodeEditor> {
        private final String path;
        private final String text;
        private final int revision;

        /** Made by the framework. */
        public Draft(
                CodeEditor source,
                boolean fromClient,
                @EventData("event.detail.path") String path,
                @EventData("event.detail.text") String text,
                @EventData("event.detail.revision") int revision) {
            super(source, fromClient);
            this.path = path;
            this.text = text;
            this.revision = revision;
        }

        /** Of the file. */
        public String path() {
            return path;
        }

        /** All of it. */
        public String text() {
            return text;
        }

        /** The browser's count of edits of this file. */
        public int revision() {
            return revision;
        }
    }

    /** Where the cursor is. */
    @DomEvent("vr-cursor")
    public static final class Cursor extends ComponentEvent<CodeEditor> {
        private final String path;
        private final int line;
        private final int column;

        /** Made by the framework. */
        public Cursor(
                CodeEditor source,
                boolean fromClient,
                @EventData("event.detail.path") String path,
                @EventData("event.detail.line") int line,
                @EventData("event.detail.column") int column) {
            super(source, fromClient);
            this.path = path;
            this.line = line;
            this.column = column;
        }

        /** Of the file. */
        public String path() {
            return path;
        }

        /** From 1. */
        public int line() {
            return line;
        }

        /** From 1. */
        public int column() {
            return column;
        }
    }

    /** Ctrl Enter. */
    @DomEvent("vr-run")
    public static final class Run extends ComponentEvent<CodeEditor> {
        /** Made by the framework. */
        public Run(CodeEditor source, boolean fromClient) {
            super(source, fromClient);
        }
    }

    /** Ctrl Shift S. */
    @DomEvent("vr-save-version")
    public static final class SaveVersion extends ComponentEvent<CodeEditor> {
        /** Made by the framework. */
        public SaveVersion(CodeEditor source, boolean fromClient) {
            super(source, fromClient);
        }
    }

    /** A draft came back from the browser's store; it is sent again as any edit is. */
    @DomEvent("vr-restored")
    public static final class Restored extends ComponentEvent<CodeEditor> {
        private final String path;

        /** Made by the framework. */
        public Restored(CodeEditor source, boolean fromClient, @EventData("event.detail.path") String path) {
            super(source, fromClient);
            this.path = path;
        }

        /** Of the file. */
        public String path() {
            return path;
        }
    }
}
