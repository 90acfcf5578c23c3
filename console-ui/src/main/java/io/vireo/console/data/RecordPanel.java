package io.vireo.console.data;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.DescriptionList.Description;
import com.vaadin.flow.component.html.DescriptionList.Term;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.tabs.Tab;
import com.vaadin.flow.component.tabs.Tabs;
import com.vaadin.flow.component.tabs.TabsVariant;
import com.vaadin.flow.server.streams.DownloadHandler;
import io.vireo.console.page.Banner;
import io.vireo.console.page.CliLine;
import io.vireo.console.page.Failure;
import io.vireo.console.page.Figures;
import io.vireo.editor.PaneTabs;
import io.vireo.editor.Symbol;
import io.vireo.tenant.TenantSummary;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One record through its four faces. The panel is filled again when another record is chosen, so that face and place stay.
 */
final class RecordPanel extends Div {
    private static final String EXECUTE_BITS = "rwxrwxrwx";

    private final GatewayClient gateway;
    private final TenantSummary tenant;
    private final String container;
    private final Clock clock;
    private final Listener listener;
    private final H2 title = new H2();
    private final Span version = new Span();
    private final Tabs faces = new PaneTabs();
    private final Map<Face, Tab> tabs = new EnumMap<>(Face.class);
    private final Div content = new Div();
    private final Div foot = new Div();
    private final Button delete = new Button("Delete", Symbol.of("trash-2"));
    private Face face = Face.OBJECT;
    private boolean mayWrite;
    private @Nullable DataRecord record;

    /** What the page around the panel is told. */
    interface Listener {
        /** The panel was closed. */
        void closed();

        /** Another record is wanted. */
        void step(int rows);

        /** Another face is shown. */
        void faceChosen(String face);

        /** The record is to be deleted. */
        void deleted(DataRecord record);

        /** The record was written. */
        void changed();
    }

    RecordPanel(GatewayClient gateway, TenantSummary tenant, String container, Clock clock, Listener listener) {
        this.gateway = gateway;
        this.tenant = tenant;
        this.container = container;
        this.clock = clock;
        this.listener = listener;
        addClassName("vr-panel");
        setTestId("record-panel");
        title.getElement().setAttribute("tabindex", "-1");
        title.addClassName("el");
        title.setTestId("record-name");
        version.addClassName("vr-tag");
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Button close = small("x", "Close");
        close.addClickListener(_ -> listener.closed());
        close.setTestId("record-close");
        Button previous = small("chevron-up", "Previous record");
        previous.addClickListener(_ -> listener.step(-1));
        Button next = small("chevron-down", "Next record");
        next.addClickListener(_ -> listener.step(1));
        Div head = new Div(title, version, gap, previous, next, close);
        head.addClassName("vr-ph");
        content.addClassName("vr-scroll");
        foot.addClassName("vr-pfoot");
        configureFaces();
        configureDelete();
        add(head, faces, content, foot);
    }

    private static Button small(String icon, String label) {
        return Symbol.button(icon, label);
    }

    private void configureFaces() {
        faces.addClassName("vr-faces-tabs");
        faces.addThemeVariants(TabsVariant.LUMO_EQUAL_WIDTH_TABS);
        faces.getElement().setAttribute("aria-label", "Faces of the record");
        for (Face each : Face.values()) {
            Tab tab = new Tab(Symbol.of(each.icon()), new Span(each.word()));
            tab.addClassName(each.colour());
            tab.setTestId("face-" + each.key());
            tabs.put(each, tab);
            faces.add(tab);
        }
        faces.addSelectedChangeListener(change -> {
            if (change.isFromClient()) {
                tabs.forEach((each, tab) -> {
                    if (tab.equals(change.getSelectedTab())) {
                        face = each;
                    }
                });
                listener.faceChosen(face.key());
                fill();
            }
        });
    }

    private void configureDelete() {
        delete.addThemeVariants(ButtonVariant.TERTIARY, ButtonVariant.ERROR);
        delete.setTestId("record-delete");
        delete.addClickListener(_ -> {
            if (record != null) {
                listener.deleted(record);
            }
        });
    }

    /** Says what the person may do; buttons for the rest are absent. */
    void setRights(boolean mayWrite, boolean mayDelete) {
        this.mayWrite = mayWrite;
        delete.setVisible(mayDelete);
    }

    /** Shows a record. */
    void show(String path, String faceKey) {
        face = faceKey.isEmpty() ? face : Face.ofKey(faceKey);
        faces.setSelectedTab(tabs.get(face));
        title.setText(path.substring(path.lastIndexOf('/') + 1));
        title.setTitle(path);
        try {
            record = gateway.read(tenant, container, path);
            version.setText("v" + record.version());
            version.setVisible(record.version() > 0);
            fill();
        } catch (RuntimeException e) {
            record = null;
            version.setVisible(false);
            showFailure(Failure.of(e));
        }
    }

    /** The face that is shown. */
    String face() {
        return face.key();
    }

    /** Moves the focus to the heading. */
    void takeFocus() {
        title.getElement().callJsFunction("focus");
    }

    private void fill() {
        DataRecord shown = record;
        if (shown == null) {
            return;
        }
        content.removeAll();
        foot.removeAll();
        try {
            content.add(
                    switch (face) {
                        case OBJECT -> object(shown);
                        case ROW ->
                            new AttributesPane(gateway, tenant, container, shown, mayWrite, () -> {
                                show(shown.path(), "");
                                listener.changed();
                            });
                        case FILE -> file(shown);
                        case STREAM -> stream();
                    });
        } catch (RuntimeException e) {
            showFailure(Failure.of(e));
        }
        if (shown.length() > 0) {
            foot.add(download(shown));
        }
        Span gap = new Span();
        gap.addClassName("vr-sp");
        foot.add(gap, delete);
    }

    private void showFailure(Failure failure) {
        content.removeAll();
        Div state = new Div(Banner.of(failure));
        state.addClassName("vr-sect");
        content.add(state);
    }

    private Component object(DataRecord shown) {
        Div pane = new Div();
        if (shown.length() == 0) {
            Paragraph none = new Paragraph("This record has no body: it is a row.");
            none.addClassName("t2");
            Div state = new Div(none);
            state.addClassName("vr-sect");
            pane.add(state);
        } else {
            pane.add(Preview.of(shown, maxLength -> gateway.body(tenant, container, shown.path(), maxLength)));
        }
        DescriptionList facts = facts();
        fact(facts, "Type", Preview.typeOf(shown.name()));
        fact(facts, "Size", Figures.bytes(shown.length()) + " (" + Figures.count(shown.length()) + " bytes)");
        fact(facts, "Path", container + "/" + shown.path());
        fact(facts, "Modified", Figures.moment(shown.modifiedAt(), clock.instant()));
        fact(facts, "Created", Figures.moment(shown.createdAt(), clock.instant()));
        pane.add(
                section(facts),
                section(new CliLine(
                        "vireo object get " + container + "/" + shown.path() + " --tenant " + tenant.name())));
        return pane;
    }

    private Component file(DataRecord shown) {
        DescriptionList facts = facts();
        fact(facts, "Name", shown.name());
        fact(
                facts,
                "Folder",
                shown.path().contains("/")
                        ? shown.path().substring(0, shown.path().lastIndexOf('/'))
                        : "/");
        fact(facts, "Mode", mode(shown.mode()));
        fact(facts, "Size", Figures.count(shown.length()) + " bytes");
        fact(facts, "Modified", shown.modifiedAt().toString());
        fact(facts, "Created", shown.createdAt().toString());
        return section(facts);
    }

    private static Component stream() {
        Paragraph words = new Paragraph("A stream is a folder of its own with shards. This record is not one.");
        words.addClassName("t2");
        return section(words);
    }

    private static Div section(Component component) {
        Div section = new Div(component);
        section.addClassName("vr-sect");
        return section;
    }

    private static DescriptionList facts() {
        DescriptionList facts = new DescriptionList();
        facts.addClassName("vr-kv");
        return facts;
    }

    private static void fact(DescriptionList facts, String name, String value) {
        facts.add(new Term(name), new Description(value));
    }

    private static String mode(int mode) {
        StringBuilder letters = new StringBuilder("-");
        for (int bit = 8; bit >= 0; bit--) {
            letters.append((mode >> bit & 1) == 1 ? EXECUTE_BITS.charAt(8 - bit) : '-');
        }
        return letters + " (0" + Integer.toOctalString(mode & 0777) + ")";
    }

    private Component download(DataRecord shown) {
        DownloadHandler handler = event -> {
            try (GatewayClient.Body body = gateway.body(tenant, container, shown.path(), Long.MAX_VALUE)) {
                event.setFileName(shown.name());
                event.setContentType("application/octet-stream");
                if (body.length() >= 0) {
                    event.setContentLength(body.length());
                }
                body.content().transferTo(event.getOutputStream());
            }
        };
        Anchor link = new Anchor(handler, "");
        Button button = new Button("Download", Symbol.of("download"));
        button.setTestId("record-download");
        link.add(button);
        return link;
    }
}
