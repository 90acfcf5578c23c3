package io.vireo.console.data;

import static io.vireo.policy.Action.ITEM_DELETE;
import static io.vireo.policy.Action.ITEM_WRITE;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.Shortcuts;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.Route;
import io.vireo.console.page.Address;
import io.vireo.console.page.Banner;
import io.vireo.console.page.DetailSplit;
import io.vireo.console.page.EmptyState;
import io.vireo.console.page.Failure;
import io.vireo.console.page.Figures;
import io.vireo.console.page.FilterField;
import io.vireo.console.page.NameDialog;
import io.vireo.console.page.PageHeader;
import io.vireo.console.page.TenantPage;
import io.vireo.console.shell.LiveUpdates;
import io.vireo.console.shell.MainLayout;
import io.vireo.console.shell.Recents;
import io.vireo.controlplane.NodeChanged;
import io.vireo.editor.Symbol;
import io.vireo.identity.Authorizer;
import io.vireo.identity.PrincipalHolder;
import io.vireo.identity.Resource;
import io.vireo.tenant.ContainerService;
import io.vireo.tenant.ContainerSummary;
import io.vireo.tenant.TenantService;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is in a container: folders by path, a page at a time as it is scrolled to, and the record that is open beside it. The
 * address holds the folder ({@code p}), the filter ({@code q}), the open record ({@code sel}) and its face ({@code face}).
 */
@Route(value = "t/:tenant/data/c/:container", layout = MainLayout.class)
@PermitAll
public final class BrowserView extends TenantPage {
    private final ContainerService containers;
    private final GatewayClient gateway;
    private final PendingDeletes pendingDeletes;
    private final Authorizer authorizer;
    private final Clock clock;
    private final PrincipalHolder principals;
    private final EntriesGrid grid;
    private final FilterField filter = new FilterField("Filter items by name", this::filter);
    private final Div state = new Div();
    private final Span range = new Span();
    private final Div main = new Div();
    private final DetailSplit split = new DetailSplit("Record", main);
    private @Nullable ContainerSummary container;
    private @Nullable Address address;
    private @Nullable RecordPanel panel;
    private @Nullable ListingPages pages;
    private @Nullable UploadPane upload;
    private @Nullable PathBar path;
    private String folder = "";
    private String text = "";
    private String selected = "";
    private boolean isUnanswered;

    BrowserView(
            TenantService tenants,
            ContainerService containers,
            GatewayClient gateway,
            PendingDeletes pendingDeletes,
            Authorizer authorizer,
            Clock clock,
            PrincipalHolder principals,
            LiveUpdates updates) {
        super(tenants);
        this.containers = containers;
        this.gateway = gateway;
        this.pendingDeletes = pendingDeletes;
        this.authorizer = authorizer;
        this.clock = clock;
        this.principals = principals;
        this.grid = new EntriesGrid(clock, this::hrefOf);
        configureGrid();
        // A gateway that did not answer may do so now: that of a new tenant takes a moment to start.
        updates.subscribe(this, NodeChanged.class, _ -> {
            if (isUnanswered) {
                refresh();
            }
        });
    }

    @Override
    protected void enter(BeforeEnterEvent event, Address entered) {
        String name = event.getRouteParameters().get("container").orElse("");
        boolean isNew = container == null
                || !container.name().equals(name)
                || !container.tenantId().equals(tenant().id());
        if (isNew) {
            container = containers.find(tenant().id(), name);
            Recents.add(new Recents.Visit(tenant().name(), name, "container", "database", href("data/c/" + name)));
            build();
        }
        address = entered;
        String wantedFolder = trimmed(entered.get("p"));
        String wantedText = entered.get("q");
        if (isNew || !wantedFolder.equals(folder) || !wantedText.equals(text)) {
            folder = wantedFolder;
            text = wantedText;
            filter.show(text);
            showFolder();
        }
        select(entered.get("sel"), entered.get("face"));
    }

    @Override
    public List<Crumb> crumbs() {
        return way(new Crumb("Data", href("data")), Crumb.here(container().name()));
    }

    private ContainerSummary container() {
        return Objects.requireNonNull(container, "the page was not entered yet");
    }

    // ---- building

    private void build() {
        removeAll();
        PageHeader header = new PageHeader(container().name())
                .facts(
                        "number " + container().id(),
                        "created " + Figures.time(container().createdAt(), clock.instant()));
        UploadPane uploads =
                new UploadPane(gateway, principals, tenant(), container().name(), this::refresh);
        upload = uploads;
        boolean mayWrite = authorizer.allows(
                ITEM_WRITE, Resource.container(tenant().id(), container().name() + "/*"));
        if (mayWrite) {
            Button newFolder = new Button("New folder", Symbol.of("folder"), _ -> askForFolder());
            newFolder.setTestId("folder-new");
            header.acts(newFolder, uploads.button());
        }
        panel = new RecordPanel(gateway, tenant(), container().name(), clock, new RecordPanel.Listener() {
            @Override
            public void closed() {
                select("", "");
                replace("sel", "");
            }

            @Override
            public void step(int rows) {
                selectNeighbour(rows);
            }

            @Override
            public void faceChosen(String face) {
                replace("face", face);
            }

            @Override
            public void deleted(DataRecord record) {
                delete(record);
            }

            @Override
            public void changed() {
                refresh();
            }
        });
        panel.setRights(
                mayWrite,
                authorizer.allows(
                        ITEM_DELETE,
                        Resource.container(tenant().id(), container().name() + "/*")));
        PathBar way = new PathBar(container().name(), this::hrefOfFolder);
        path = way;
        Span gap = new Span();
        gap.addClassName("vr-sp");
        Div foot = new Div(range, gap);
        foot.addClassName("vr-foot");
        state.addClassName("vr-state");
        main.removeAll();
        main.addClassName("vr-m");
        Div listing = new Div(grid, state);
        listing.addClassName("vr-m");
        main.add(way, filter, uploads, mayWrite ? uploads.dropZone(listing) : listing, foot);
        add(header, split);
        Shortcuts.addShortcutListener(this, () -> select("", ""), Key.ESCAPE);
    }

    private void configureGrid() {
        grid.addItemClickListener(click -> open(click.getItem()));
        grid.addCellFocusListener(focus -> focus.getItem()
                .filter(entry -> !selected.isEmpty()
                        && entry.kind() == DataEntry.Kind.ITEM
                        && !entry.path().equals(selected))
                .ifPresent(this::open));
    }

    // ---- folder

    private void showFolder() {
        if (upload != null) {
            upload.setFolder(folder);
        }
        if (path != null) {
            path.show(folder);
        }
        refresh();
    }

    private void filter(String wanted) {
        text = wanted;
        replace("q", wanted);
        refresh();
    }

    private void refresh() {
        ListingPages fresh =
                new FolderListing(gateway, pendingDeletes, tenant(), container().name(), folder, text).pages();
        pages = fresh;
        List<DataEntry> first;
        isUnanswered = false;
        try {
            first = fresh.rows(0, 1);
        } catch (RuntimeException e) {
            Failure failure = Failure.of(e);
            Banner banner = Banner.of(failure);
            isUnanswered = failure.kind() != Failure.Kind.NO_PERMISSION;
            showState(failure.kind() == Failure.Kind.NO_PERMISSION ? banner : banner.act("Try again", this::refresh));
            return;
        }
        if (first.isEmpty() && !text.isEmpty()) {
            showState(new EmptyState(
                            "No item here matches " + text,
                            "Names of items directly in this folder are looked through, with regard to case.")
                    .with(new Button("Clear filter", _ -> {
                        filter.show("");
                        filter("");
                    })));
            return;
        }
        if (first.isEmpty()) {
            showState(new EmptyState(
                            folder.isEmpty()
                                    ? "Nothing in " + container().name() + " yet"
                                    : "Nothing in " + folder + " yet",
                            "Drop a file here, use Upload, or any tool that speaks the native API.")
                    .cli("vireo object put " + container().name() + "/" + (folder.isEmpty() ? "" : folder + "/")
                            + "FILE ./FILE --tenant " + tenant().name()));
            return;
        }
        state.setVisible(false);
        grid.setVisible(true);
        grid.setItems(query -> rows(fresh, query.getOffset(), query.getLimit()));
    }

    private Stream<DataEntry> rows(ListingPages source, int offset, int limit) {
        try {
            List<DataEntry> rows = source.rows(offset, limit);
            int end = offset + rows.size();
            range.setText(
                    source.isEndKnown() && rows.size() < limit
                            ? Figures.count(end, "entry").replace("entrys", "entries")
                            : "more than " + Figures.count(end));
            return rows.stream();
        } catch (RuntimeException e) {
            UI ui = UI.getCurrent();
            ui.access(() -> showState(Banner.of(Failure.of(e)).act("Try again", this::refresh)));
            return Stream.empty();
        }
    }

    private void showState(Component component) {
        grid.setVisible(false);
        state.removeAll();
        state.add(component);
        state.setVisible(true);
        range.setText("");
    }

    private String hrefOfFolder(String target) {
        Address to = new Address(
                new com.vaadin.flow.router.Location(href("data/c/" + container().name())));
        to.set("p", target.isEmpty() ? "" : target + "/");
        return to.location().getPathWithQueryParameters();
    }

    private String hrefOf(DataEntry entry) {
        if (entry.kind() != DataEntry.Kind.ITEM) {
            return hrefOfFolder(entry.path());
        }
        Address to = new Address(
                new com.vaadin.flow.router.Location(href("data/c/" + container().name())));
        to.set("p", folder.isEmpty() ? "" : folder + "/");
        to.set("sel", entry.name());
        to.set("q", text);
        if (panel != null) {
            to.set("face", panel.face());
        }
        return to.location().getPathWithQueryParameters();
    }

    private void askForFolder() {
        new NameDialog(
                        "New folder",
                        "Name",
                        "Up to 255 bytes, without /",
                        "Create folder",
                        "vireo object mkdir " + container().name() + "/" + (folder.isEmpty() ? "" : folder + "/")
                                + "NAME --tenant " + tenant().name(),
                        name -> {
                            if (name.isEmpty() || name.contains("/")) {
                                throw new DataException(DataException.Code.REFUSED, "a name is needed, without /");
                            }
                            gateway.makeFolder(
                                    tenant(), container().name(), folder.isEmpty() ? name : folder + "/" + name);
                            refresh();
                        })
                .open();
    }

    // ---- record

    private void open(DataEntry entry) {
        if (entry.kind() == DataEntry.Kind.ITEM) {
            replace("sel", entry.name());
            select(entry.name(), panel == null ? "" : panel.face());
        } else {
            getUI().ifPresent(ui -> ui.navigate(hrefOfFolder(entry.path())));
        }
    }

    private void select(String name, String face) {
        selected = name.isEmpty() ? "" : folder.isEmpty() ? name : folder + "/" + name;
        RecordPanel shown = panel;
        if (shown == null) {
            return;
        }
        if (selected.isEmpty()) {
            split.setDetail(null);
            replace("sel", "");
        } else {
            shown.show(selected, face);
            if (split.getDetail() == null) {
                split.setDetail(shown);
                shown.takeFocus();
            }
        }
        grid.mark(selected);
    }

    private void selectNeighbour(int rows) {
        ListingPages source = pages;
        if (source == null) {
            return;
        }
        List<DataEntry> known = FolderListing.items(source.rows(0, ListingPages.PAGE_LENGTH));
        for (int index = 0; index < known.size(); index++) {
            int next = index + rows;
            if (known.get(index).path().equals(selected) && next >= 0 && next < known.size()) {
                open(known.get(next));
                return;
            }
        }
    }

    private void delete(DataRecord record) {
        UI ui = UI.getCurrent();
        pendingDeletes.delete(
                tenant(),
                container().name(),
                record,
                failure -> ui.access(() -> {
                    if (failure != null) {
                        DeletionToast.refused(record.name(), failure);
                    }
                    refresh();
                }));
        select("", "");
        refresh();
        DeletionToast.offerUndo(record.name(), () -> {
            if (pendingDeletes.undo(tenant(), container().name(), record.path())) {
                refresh();
            }
        });
    }

    private void replace(String name, String value) {
        if (address != null && !address.get(name).equals(value)) {
            address.replace(name, value);
        }
    }

    private static String trimmed(String folder) {
        String text = folder;
        while (text.endsWith("/")) {
            text = text.substring(0, text.length() - 1);
        }
        while (text.startsWith("/")) {
            text = text.substring(1);
        }
        return text;
    }
}
