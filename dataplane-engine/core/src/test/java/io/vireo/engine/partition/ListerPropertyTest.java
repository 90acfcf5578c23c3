package io.vireo.engine.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.RequestScanWriter;
import io.vireo.engine.io.SimulatedDisk;
import io.vireo.engine.item.Key;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Listings against a model that makes them from a plain set of paths. */
class ListerPropertyTest {
    /** A path, and whether it is a directory of its own. */
    private record Made(String path, boolean isDirectory) {}

    @Property(tries = 300)
    void aDirectoryHasTheNamesOfTheModelWhateverThePageLength(
            @ForAll("items") List<Made> items,
            @ForAll("directories") String directory,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        Harness harness = filled(items);

        assertThat(pages(harness, directory, limit, false)).isEqualTo(modelOfNames(items, directory));
    }

    @Property(tries = 200)
    void everythingBelowComesInTheOrderOfPaths(
            @ForAll("items") List<Made> items,
            @ForAll("directories") String directory,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        Harness harness = filled(items);
        String base = directory.isEmpty() ? "" : directory + "/";
        List<String> expected = byPath(items).keySet().stream()
                .filter(path -> path.startsWith(base))
                .toList();

        assertThat(pages(harness, directory, limit, true)).isEqualTo(expected);
    }

    @Property(tries = 100)
    void itemsThatStayAreListedOnceWhileOthersComeAndGo(@ForAll("items") List<Made> items, @ForAll long seed) {
        Harness harness = filled(items);
        Random random = new Random(seed);
        Set<String> before = new TreeSet<>(pages(harness, "", 1_000, false));
        Set<String> touched = new HashSet<>();
        List<String> seen = new ArrayList<>();
        String marker = "";
        do {
            Listing page = page(harness, "", marker, 2, false);
            page.entries().forEach(entry -> seen.add(shown(entry)));
            marker = new String(page.nextMarker(), StandardCharsets.UTF_8);
            String name = "n" + random.nextInt(20);
            touched.add(name);
            if (harness.find(name) == null) {
                harness.write(request -> request.path(name).initPut());
            } else {
                harness.write(request -> request.path(name).initDelete());
            }
        } while (!marker.isEmpty());

        assertThat(seen).doesNotHaveDuplicates();
        before.removeIf(touched::contains);
        assertThat(seen).containsAll(before);
    }

    @Property(tries = 200)
    void aRangeHasTheNamesBetweenItsBounds(
            @ForAll("items") List<Made> items,
            @ForAll("directories") String directory,
            @ForAll("bounds") String from,
            @ForAll("bounds") String to,
            @ForAll boolean isFromExcluded,
            @ForAll boolean isToIncluded,
            @ForAll boolean isRecursive,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        Harness harness = filled(items);
        int start = directory.isEmpty() ? 0 : directory.length() + 1;
        List<String> expected = pages(harness, directory, 1_000, isRecursive).stream()
                .filter(line -> {
                    String name = line.substring(start).replaceFirst("/$", "");
                    boolean isFrom = from.isEmpty() || compare(name, from) > (isFromExcluded ? 0 : -1);
                    return isFrom && (to.isEmpty() || compare(name, to) < (isToIncluded ? 1 : 0));
                })
                .toList();

        assertThat(lines(
                        harness,
                        scan -> scan.limit(limit)
                                .recursive(isRecursive)
                                .from(from)
                                .fromExclusive(isFromExcluded)
                                .to(to)
                                .toInclusive(isToIncluded),
                        directory))
                .isEqualTo(expected);
    }

    @Property(tries = 200)
    void inReverseComesWhatComesForwardLastFirst(
            @ForAll("items") List<Made> items,
            @ForAll("directories") String directory,
            @ForAll("bounds") String from,
            @ForAll("bounds") String to,
            @ForAll boolean isRecursive,
            @ForAll @IntRange(min = 1, max = 7) int limit) {
        Harness harness = filled(items);
        RequestScanDirectories directories =
                isRecursive ? RequestScanDirectories.INCLUDE : RequestScanDirectories.EXCLUDE;
        Consumer<RequestScanWriter> range = scan ->
                scan.recursive(isRecursive).directories(directories).from(from).to(to);
        List<String> forward = lines(harness, range.andThen(scan -> scan.limit(1_000)), directory);

        assertThat(lines(harness, range.andThen(scan -> scan.limit(limit).reverse(true)), directory))
                .isEqualTo(forward.reversed());
    }

    @Property(tries = 100)
    void itemsThatStayAreListedOnceInReverseWhileOthersComeAndGo(@ForAll("items") List<Made> items, @ForAll long seed) {
        Harness harness = filled(items);
        Random random = new Random(seed);
        Set<String> before = new TreeSet<>(byPath(items).keySet());
        Set<String> touched = new HashSet<>();
        List<String> seen = new ArrayList<>();
        String marker = "";
        do {
            String after = marker;
            Listing page = harness.list(harness.request(request -> request.path("")
                    .initList()
                    .marker(after)
                    .limit(2)
                    .recursive(true)
                    .reverse(true)));
            page.entries().forEach(entry -> seen.add(shown(entry)));
            marker = new String(page.nextMarker(), StandardCharsets.UTF_8);
            String name = "n" + random.nextInt(20);
            touched.add(name);
            if (harness.find(name) == null) {
                harness.write(request -> request.path(name).initPut());
            } else {
                harness.write(request -> request.path(name).initDelete());
            }
        } while (!marker.isEmpty());

        assertThat(seen).doesNotHaveDuplicates();
        before.removeIf(touched::contains);
        assertThat(seen).containsAll(before);
    }

    @Property(tries = 50)
    void aPageEndsWhenItsRecordsAreAsLongAsWasAskedFor(
            @ForAll("items") List<Made> items, @ForAll @IntRange(min = 1, max = 900) int byteLimit) {
        Harness harness = filled(items);
        Consumer<RequestScanWriter> scan =
                each -> each.limit(1_000).recursive(true).byteLimit(byteLimit);

        Listing page = harness.list(
                harness.request(request -> scan.accept(request.path("").initList())));

        // The records of these items are between 50 and 150 bytes long.
        assertThat(page.entries()).hasSizeLessThanOrEqualTo(1 + byteLimit / 50);
        assertThat(lines(harness, scan, "")).isEqualTo(List.copyOf(byPath(items).keySet()));
    }

    @Property(tries = 100)
    void segmentsPartTheItems(@ForAll("items") List<Made> items, @ForAll @IntRange(min = 1, max = 5) int count) {
        Harness harness = filled(items);
        List<String> all = new ArrayList<>();
        for (int segment = 0; segment < count; segment++) {
            int number = segment;
            harness.reads
                    .list(harness.request(request -> request.path("")
                            .initList()
                            .limit(1_000)
                            .recursive(true)
                            .segment(number)
                            .segmentCount(count)))
                    .entries()
                    .forEach(entry -> all.add(shown(entry)));
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(byPath(items).keySet());
    }

    @Property(tries = 100)
    void directoriesAndOthersMakeUpAll(@ForAll("items") List<Made> items) {
        Harness harness = filled(items);
        List<String> all = new ArrayList<>();
        for (RequestScanDirectories choice : List.of(RequestScanDirectories.ONLY, RequestScanDirectories.EXCLUDE)) {
            harness.reads
                    .list(harness.request(
                            request -> request.path("").initList().limit(1_000).directories(choice)))
                    .entries()
                    .forEach(entry -> all.add(shown(entry)));
        }

        assertThat(all).containsExactlyInAnyOrderElementsOf(modelOfNames(items, ""));
    }

    @Provide
    Arbitrary<List<Made>> items() {
        // Characters on both sides of '/', and one of two bytes, so that names and paths sort differently.
        Arbitrary<String> name =
                Arbitraries.strings().withChars("ab-.0é").ofMinLength(1).ofMaxLength(3);
        Arbitrary<String> path = name.filter(text -> !text.equals(".") && !text.equals(".."))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(names -> String.join("/", names));
        return path.flatMap(text ->
                        Arbitraries.of(false, false, false, true).map(isDirectory -> new Made(text, isDirectory)))
                .list()
                .ofMaxSize(25);
    }

    @Provide
    Arbitrary<String> directories() {
        return Arbitraries.of("", "", "a", "b", "a/b", "-", "a-");
    }

    @Provide
    Arbitrary<String> bounds() {
        return Arbitraries.strings().withChars("ab-./0é").ofMaxLength(3);
    }

    private static Harness filled(List<Made> items) {
        Harness harness = new Harness(new SimulatedDisk());
        byPath(items)
                .forEach((path, isDirectory) -> harness.write(request ->
                        request.path(path).initPut().kind(isDirectory ? ItemKind.DIRECTORY : ItemKind.ITEM)));
        return harness;
    }

    /** The last one made under a path stays, in the order of the bytes of the paths. */
    private static TreeMap<String, Boolean> byPath(List<Made> items) {
        TreeMap<String, Boolean> byPath = new TreeMap<>((x, y) -> Key.of(1, x).compareTo(Key.of(1, y)));
        items.forEach(item -> byPath.put(item.path(), item.isDirectory()));
        return byPath;
    }

    private static List<String> modelOfNames(List<Made> items, String directory) {
        String base = directory.isEmpty() ? "" : directory + "/";
        TreeMap<String, Set<String>> byName =
                new TreeMap<>((x, y) -> Key.of(1, x).compareTo(Key.of(1, y)));
        byPath(items).forEach((path, isDirectory) -> {
            if (path.startsWith(base)) {
                String rest = path.substring(base.length());
                int slash = rest.indexOf('/');
                String name = slash < 0 ? rest : rest.substring(0, slash);
                byName.computeIfAbsent(name, _ -> new TreeSet<>())
                        .add(slash >= 0 ? "prefix" : isDirectory ? "directory" : "item");
            }
        });
        List<String> lines = new ArrayList<>();
        byName.forEach((name, kinds) -> {
            if (kinds.contains("item") || kinds.contains("directory")) {
                lines.add(base + name);
            }
            if (kinds.contains("prefix") && !kinds.contains("directory")) {
                lines.add(base + name + "/");
            }
        });
        return lines;
    }

    private static int compare(String left, String right) {
        return Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    }

    /** All pages of a listing that is there, one behind the other. */
    private static List<String> lines(Harness harness, Consumer<RequestScanWriter> scan, String directory) {
        List<String> lines = new ArrayList<>();
        String marker = "";
        do {
            String after = marker;
            Listing page = harness.list(harness.request(
                    request -> scan.accept(request.path(directory).initList().marker(after))));
            if (page == null) {
                return lines;
            }
            page.entries().forEach(entry -> lines.add(shown(entry)));
            marker = new String(page.nextMarker(), StandardCharsets.UTF_8);
        } while (!marker.isEmpty());
        return lines;
    }

    private static List<String> pages(Harness harness, String directory, int limit, boolean isRecursive) {
        List<String> lines = new ArrayList<>();
        String marker = "";
        do {
            Listing page = page(harness, directory, marker, limit, isRecursive);
            if (page == null) {
                return lines;
            }
            assertThat(page.entries()).hasSizeLessThanOrEqualTo(limit + 1);
            page.entries().forEach(entry -> lines.add(shown(entry)));
            marker = new String(page.nextMarker(), StandardCharsets.UTF_8);
        } while (!marker.isEmpty());
        return lines;
    }

    private static Listing page(Harness harness, String directory, String marker, int limit, boolean isRecursive) {
        return harness.list(harness.request(request ->
                request.path(directory).initList().marker(marker).limit(limit).recursive(isRecursive)));
    }

    private static String shown(Listing.Entry entry) {
        return new String(entry.key().path(), StandardCharsets.UTF_8) + (entry.isPrefix() ? "/" : "");
    }
}
