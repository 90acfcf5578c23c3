package io.vireo.console.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A listing that is read by marker, as a grid that scrolls wants it: by position. Pages before the wanted one are read once, to
 * learn where it starts; of their rows the last few pages are kept.
 */
final class ListingPages {
    static final int PAGE_LENGTH = 200;
    private static final int KEPT_PAGES = 10;

    private final Function<String, ListingXml.Page> reader;
    private final List<String> starts = new ArrayList<>(List.of(""));
    private final Map<Integer, List<DataEntry>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.@Nullable Entry<Integer, List<DataEntry>> eldest) {
            return size() > KEPT_PAGES;
        }
    };
    private final List<Integer> offsets = new ArrayList<>(List.of(0)); // of the first row of each page that was read
    private boolean isEndKnown;

    /** @param reader the page that starts at a marker; the empty one is the first */
    ListingPages(Function<String, ListingXml.Page> reader) {
        this.reader = reader;
    }

    /** Rows from a position on; fewer than the limit only at the end. */
    List<DataEntry> rows(int offset, int limit) {
        List<DataEntry> rows = new ArrayList<>();
        int page = 0;
        while (page + 1 < offsets.size() && offsets.get(page + 1) <= offset) {
            page++;
        }
        while (rows.size() < limit) {
            List<DataEntry> entries = page(page);
            int from = Math.max(0, offset - offsets.get(page));
            for (int index = from; index < entries.size() && rows.size() < limit; index++) {
                rows.add(entries.get(index));
            }
            if (page + 1 >= starts.size()) {
                break;
            }
            page++;
        }
        return rows;
    }

    /** Whether the last page was read. */
    boolean isEndKnown() {
        return isEndKnown;
    }

    private List<DataEntry> page(int page) {
        List<DataEntry> known = kept.get(page);
        if (known != null) {
            return known;
        }
        ListingXml.Page read = reader.apply(starts.get(page));
        kept.put(page, read.entries());
        if (page + 1 == starts.size()) {
            if (read.next().isEmpty()) {
                isEndKnown = true;
            } else {
                starts.add(read.next());
                offsets.add(offsets.get(page) + read.entries().size());
            }
        }
        return read.entries();
    }
}
