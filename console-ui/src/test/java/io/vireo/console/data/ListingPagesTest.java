package io.vireo.console.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListingPagesTest {
    private static final int ENTRIES = 1_000;
    private static final int PAGE = 100;

    private final List<String> asked = new ArrayList<>();
    private final ListingPages pages = new ListingPages(this::read);

    @Test
    void answersRowsAcrossPages() {
        assertThat(names(pages.rows(95, 10))).containsExactlyElementsOf(names(95, 105));
    }

    @Test
    void readsEachPageOnceWhileItIsKept() {
        pages.rows(0, 50);
        pages.rows(50, 50);
        pages.rows(0, 100);

        assertThat(asked).containsExactly("");
    }

    @Test
    void findsItsWayToRowsFarBelowAndBack() {
        assertThat(names(pages.rows(900, 50))).containsExactlyElementsOf(names(900, 950));

        assertThat(names(pages.rows(0, 3))).containsExactlyElementsOf(names(0, 3));
    }

    @Test
    void answersFewerRowsOnlyAtTheEnd() {
        assertThat(pages.rows(0, 10)).hasSize(10);
        assertThat(pages.isEndKnown()).isFalse();

        assertThat(pages.rows(ENTRIES - 5, 50)).hasSize(5);
        assertThat(pages.isEndKnown()).isTrue();
    }

    @Test
    void answersNothingBehindTheEnd() {
        assertThat(pages.rows(ENTRIES, 50)).isEmpty();
    }

    private ListingXml.Page read(String marker) {
        asked.add(marker);
        int from = marker.isEmpty() ? 0 : Integer.parseInt(marker) + 1;
        int to = Math.min(ENTRIES, from + PAGE);
        List<DataEntry> entries = IntStream.range(from, to)
                .mapToObj(index -> new DataEntry(name(index), DataEntry.Kind.ITEM, index, 0, null))
                .toList();
        return new ListingXml.Page(entries, to == ENTRIES ? "" : Integer.toString(to - 1));
    }

    private static String name(int index) {
        return "%04d".formatted(index);
    }

    private static List<String> names(int from, int to) {
        return IntStream.range(from, to).mapToObj(ListingPagesTest::name).toList();
    }

    private static List<String> names(List<DataEntry> entries) {
        return entries.stream().map(DataEntry::path).toList();
    }
}
