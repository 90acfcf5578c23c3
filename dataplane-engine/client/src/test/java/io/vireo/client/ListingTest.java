package io.vireo.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ListingTest {

    private static Item item(String path) {
        return entry(path, ItemKind.ITEM, false);
    }

    private static Item prefix(String path) {
        return entry(path, ItemKind.DIRECTORY, true);
    }

    private static Item entry(String path, ItemKind kind, boolean isPrefix) {
        return new Item(path, new ItemState(kind, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), new TreeMap<>(), isPrefix);
    }

    private static ListPage page(String nextMarker, Item... entries) {
        return new ListPage(List.of(entries), nextMarker);
    }

    private static List<String> paths(ListPage page) {
        return page.entries().stream().map(Item::path).toList();
    }

    @Nested
    class Merge {

        @Test
        void putsPathsInTheOrderOfTheirBytes() {
            ListPage merged = Listing.merge(
                    List.of(page("", item("a"), item("z"), item("\uD83D\uDE00")), page("", item("B"), item("\uFF5E"))),
                    10,
                    false);

            assertThat(paths(merged)).containsExactly("B", "a", "z", "\uFF5E", "\uD83D\uDE00");
            assertThat(merged.isLast()).isTrue();
        }

        @Test
        void showsADirectoryOfSeveralReactorsOnce() {
            ListPage merged = Listing.merge(
                    List.of(
                            page("", prefix("d"), prefix("made")),
                            page("", prefix("d"), entry("made", ItemKind.DIRECTORY, false))),
                    10,
                    false);

            assertThat(paths(merged)).containsExactly("d", "made");
            assertThat(merged.entries().getLast().prefix()).isFalse();
        }

        @Test
        void keepsAnItemBesideAPrefixOfItsName() {
            ListPage merged = Listing.merge(List.of(page("", prefix("a")), page("", item("a"), item("b"))), 10, false);

            assertThat(paths(merged)).containsExactly("a", "a", "b");
            assertThat(merged.entries().getFirst().prefix()).isFalse();
        }

        @Test
        void goesNoFurtherThanEveryReactorHasTold() {
            ListPage merged =
                    Listing.merge(List.of(page("c", item("a"), item("c")), page("", item("b"), item("d"))), 10, false);

            assertThat(paths(merged)).containsExactly("a", "b", "c");
            assertThat(merged.nextMarker()).isEqualTo("c");
        }

        @Test
        void goesOnBehindAPageThatAFilterLeftEmpty() {
            ListPage merged = Listing.merge(List.of(page("m"), page("", item("b"), item("x"))), 10, false);

            assertThat(paths(merged)).containsExactly("b");
            assertThat(merged.nextMarker()).isEqualTo("m");
        }

        @Test
        void stopsAtTheLimitWithTheLastEntryAsMarker() {
            ListPage merged =
                    Listing.merge(List.of(page("", item("a"), item("c")), page("", item("b"), item("d"))), 3, false);

            assertThat(paths(merged)).containsExactly("a", "b", "c");
            assertThat(merged.nextMarker()).isEqualTo("c");
        }

        @Test
        void goesNoFurtherInReverseEither() {
            ListPage merged =
                    Listing.merge(List.of(page("b", item("d"), item("b")), page("", item("c"), item("a"))), 10, true);

            assertThat(paths(merged)).containsExactly("d", "c", "b");
            assertThat(merged.nextMarker()).isEqualTo("b");
        }

        @Test
        void endsWhenAllFitExactly() {
            ListPage merged = Listing.merge(List.of(page("", item("a")), page("", item("b"))), 2, false);

            assertThat(merged.isLast()).isTrue();
        }

        @Test
        void doesNotPartAnItemFromThePrefixOfItsName() {
            ListPage merged = Listing.merge(List.of(page("", item("a"), item("b")), page("", prefix("a"))), 1, false);

            assertThat(paths(merged)).containsExactly("a", "a");
            assertThat(merged.nextMarker()).isEqualTo("a");
        }
    }

    @Test
    void ordersByBytes() {
        List<String> texts = Arrays.asList("b", "\uD83D\uDE00", "a", "\uFFFD", "");

        texts.sort(Listing.BYTE_ORDER);

        assertThat(texts).containsExactly("", "a", "b", "\uFFFD", "\uD83D\uDE00");
    }
}
