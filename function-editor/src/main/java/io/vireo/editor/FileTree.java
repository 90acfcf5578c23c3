package io.vireo.editor;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files of a function as a tree: folders open and close, a letter says what differs from the live version. */
public final class FileTree extends Grid<FileTree.Node> {
    private static final Map<String, String> ICONS = Map.of(
            "py",
            "file-code",
            "json",
            "braces",
            "yaml",
            "settings-2",
            "yml",
            "settings-2",
            "txt",
            "file-text",
            "md",
            "file-text");

    private final Set<String> closed = new HashSet<>();
    private final Consumer<String> opened;
    private List<File> files = List.of();
    private @Nullable String selected;

    /** @param opened called with the path of a file that the person chose */
    public FileTree(Consumer<String> opened) {
        this.opened = opened;
        addClassNames("vr-grid", "vr-tree");
        addThemeVariants(GridVariant.LUMO_NO_BORDER, GridVariant.LUMO_NO_ROW_BORDERS);
        setTestId("file-tree");
        setSelectionMode(SelectionMode.SINGLE);
        getElement().setAttribute("aria-label", "Files");
        addColumn(LitRenderer.<Node>of("""
                                <span class="vr-ti" style="padding-inline-start:${item.level * 14}px;flex:1" data-path="${item.path}">
                                  <svg class="vr-i s" aria-hidden="true"><use href="vireo/icons.svg#i-${item.icon}"></use></svg>
                                  <span class="el">${item.name}</span><span class="vr-sp"></span><span class="mk">${item.mark}</span>
                                </span>""")
                        .withProperty("name", Node::name)
                        .withProperty("path", Node::path)
                        .withProperty("level", Node::level)
                        .withProperty("icon", this::icon)
                        .withProperty("mark", Node::mark))
                .setFlexGrow(1);
        asSingleSelect().addValueChangeListener(event -> {
            if (event.isFromClient()) {
                choose(event.getValue());
            }
        });
        removeAllHeaderRows();
    }

    @Override
    protected void onAttach(AttachEvent attachEvent) {
        super.onAttach(attachEvent);
        render();
    }

    /**
     * A file to show.
     *
     * @param mark {@code M} changed, {@code A} added against the live version; empty: neither
     */
    public record File(String path, String mark) {}

    /** A row: a folder or a file. */
    public record Node(String path, String name, int level, boolean isFolder, String mark) {}

    /** Shows these files; folders follow from their paths. */
    public void show(List<File> files) {
        this.files = List.copyOf(files);
        render();
    }

    /** Marks the open file. */
    public void select(String path) {
        selected = path;
        getListDataView()
                .getItems()
                .filter(node -> node.path().equals(path))
                .findFirst()
                .ifPresent(asSingleSelect()::setValue);
    }

    private void choose(@Nullable Node node) {
        if (node == null) { // the open file was clicked again
            render();
        } else if (node.isFolder()) {
            if (!closed.remove(node.path())) {
                closed.add(node.path());
            }
            render();
        } else {
            selected = node.path();
            opened.accept(node.path());
        }
    }

    private String icon(Node node) {
        if (node.isFolder()) {
            return closed.contains(node.path()) ? "folder" : "folder-open";
        }
        return ICONS.getOrDefault(node.name().substring(node.name().lastIndexOf('.') + 1), "file");
    }

    private void render() {
        List<Node> nodes = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        for (File file : files) {
            String[] segments = file.path().split("/");
            StringBuilder folder = new StringBuilder();
            boolean isHidden = false;
            for (int level = 0; level < segments.length - 1; level++) {
                folder.append(segments[level]).append('/');
                String path = folder.toString();
                if (!isHidden && folders.add(path)) {
                    nodes.add(new Node(path, segments[level], level, true, ""));
                }
                isHidden |= closed.contains(path);
            }
            if (!isHidden) {
                nodes.add(
                        new Node(file.path(), segments[segments.length - 1], segments.length - 1, false, file.mark()));
            }
        }
        setItems(nodes);
        nodes.stream().filter(node -> node.path().equals(selected)).findFirst().ifPresent(asSingleSelect()::setValue);
    }
}
