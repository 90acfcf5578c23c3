package io.vireo.console.data;

import io.vireo.tenant.TenantSummary;
import java.util.List;

/**
 * What a folder shows, a page at a time: its folders, streams and items, each with the faces that it has, without the items that are
 * on their way out. With a filter it shows the items whose names contain the text; the gateway looks for them.
 *
 * @param folder path without slashes around it; empty: the container itself
 * @param filter text; empty: everything
 */
record FolderListing(
        GatewayClient gateway,
        PendingDeletes pendingDeletes,
        TenantSummary tenant,
        String container,
        String folder,
        String filter) {

    /** The page that starts at a marker; the empty one is the first. */
    ListingXml.Page page(String marker) {
        ListingXml.Page page = filter.isEmpty()
                ? gateway.list(tenant, container, folder, marker)
                : gateway.items(tenant, container, folder, filter, marker);
        return new ListingXml.Page(
                page.entries().stream()
                        .filter(entry -> !pendingDeletes.isPending(tenant, container, entry.path()))
                        .toList(),
                page.next());
    }

    /** Everything or what matches, read as a grid scrolls. */
    ListingPages pages() {
        return new ListingPages(this::page);
    }

    /** The entries of the first page, for moving from one record to the next. */
    static List<DataEntry> items(List<DataEntry> entries) {
        return entries.stream()
                .filter(entry -> entry.kind() == DataEntry.Kind.ITEM)
                .toList();
    }
}
