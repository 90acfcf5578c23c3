package io.vireo.simulation.model;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestScanDirectories;
import io.vireo.channel.message.Status;
import io.vireo.simulation.model.Answer.Entry;
import io.vireo.simulation.world.Violation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a page of a listing must and may show, while items change under it: what was there all the time, between marker and next marker, must be shown; what was never
 * there must not; what is shown must have been so at some moment. Pages of one walk together then show everything that was there all the time once. Threads: one.
 */
public final class ListingCheck {
    /**
     * What was asked for.
     *
     * @param directory empty: the root
     * @param reactor that was asked: it shows what it owns
     * @param reactorOf which reactor owns a path
     */
    public record Request(
            long id,
            String directory,
            String marker,
            int limit,
            boolean isRecursive,
            Guard filter,
            RequestProjection projection,
            RequestScanDirectories directories,
            int segment,
            int segmentCount,
            String prefix,
            int reactor,
            java.util.function.ToIntFunction<String> reactorOf) {
        /** What every path in the directory starts with. */
        String base() {
            return directory.isEmpty() ? "" : directory + "/";
        }

        boolean isInScope(String path) {
            boolean isItself = path.equals(directory);
            return (isItself || path.startsWith(base())) && reactorOf.applyAsInt(path) == reactor;
        }

        @Override
        public String toString() {
            return "list \"" + directory + "\"" + (isRecursive ? " recursive" : "") + " marker=\"" + marker
                    + "\" limit="
                    + limit + (prefix.isEmpty() ? "" : " prefix=" + prefix)
                    + (filter.text().isEmpty() ? "" : " filter=" + filter.text()) + " " + directories
                    + (segmentCount == 0 ? "" : " segment=" + segment + "/" + segmentCount) + " reactor=" + reactor;
        }
    }

    private final Request request;
    private final Map<Group, Map<String, Set<@Nullable ItemState>>> byGroup = new java.util.LinkedHashMap<>();
    private final TreeMap<String, Set<@Nullable ItemState>> possible = new TreeMap<>(ListingCheck::compare);
    private final Set<String> expired = new HashSet<>();
    private final Matcher matcher;

    ListingCheck(Request request, Map<String, Group> scope, Matcher matcher) {
        this.request = request;
        this.matcher = matcher;
        scope.forEach((path, group) -> {
            Set<@Nullable ItemState> states = new HashSet<>();
            possible.put(path, states);
            byGroup.computeIfAbsent(group, _ -> new TreeMap<>()).put(path, states);
        });
        byGroup.keySet().forEach(this::add);
    }

    /** In the order of UTF-8 bytes. */
    static int compare(String first, String second) {
        return Arrays.compareUnsigned(first.getBytes(StandardCharsets.UTF_8), second.getBytes(StandardCharsets.UTF_8));
    }

    /** Things may be otherwise from now on. */
    void add(Group group) {
        Map<String, Set<@Nullable ItemState>> states = byGroup.get(group);
        if (states != null) {
            group.addPossible(states);
            group.addExpired(states.keySet(), expired);
        }
    }

    /** Checks the page. */
    public void answered(Answer answer) {
        Answer.Listing listing = answer.listing();
        byGroup.keySet().forEach(this::add); // time alone may have changed things: items expire
        if (answer.status() == Status.NOT_FOUND || answer.status() == Status.WRONG_KIND) {
            if (!mayBeMissing(answer.status())) {
                throw wrong("directory is refused and is there", answer, request.directory());
            }
            return;
        }
        if (answer.status() != Status.OK || listing == null) {
            throw wrong("listing is refused", answer, "");
        }
        if (listing.entries().size() > request.limit() + 1) {
            throw wrong("more entries than asked for", answer, "");
        }
        requireOrder(listing, answer);
        if (request.isRecursive()) {
            paths(listing, answer);
        } else {
            names(listing, answer);
        }
    }

    private boolean mayBeMissing(Status status) {
        for (Map.Entry<String, Set<@Nullable ItemState>> path : possible.entrySet()) {
            Set<@Nullable ItemState> states = path.getValue();
            boolean mayBeNothing = states.contains(null);
            if (path.getKey().equals(request.directory())) {
                boolean mayBeItem = states.stream().anyMatch(state -> state != null && !state.isDirectory());
                if (status == Status.NOT_FOUND ? !mayBeNothing : !mayBeItem) {
                    return false;
                }
            } else if (!mayBeNothing) {
                return false;
            }
        }
        return !request.directory().isEmpty()
                && (status == Status.NOT_FOUND || possible.containsKey(request.directory()));
    }

    private void requireOrder(Answer.Listing listing, Answer answer) {
        Entry before = null;
        for (Entry entry : listing.entries()) {
            if (before != null) {
                int order = compare(before.path(), entry.path());
                boolean isPair = order == 0 && !before.isPrefix() && entry.isPrefix() && !request.isRecursive();
                if (order > 0 || (order == 0 && !isPair)) {
                    throw wrong("entries are not in order", answer, entry.path());
                }
            }
            before = entry;
            boolean isInside = entry.path().startsWith(request.base() + request.prefix())
                    && !entry.path().equals(request.directory())
                    && isAfterMarker(entry.path())
                    && isBeforeNext(entry.path(), listing.nextMarker())
                    && (request.isRecursive()
                            || entry.path().indexOf('/', request.base().length()) < 0);
            if (!isInside) {
                throw wrong("entry does not belong on this page", answer, entry.path());
            }
        }
    }

    private boolean isAfterMarker(String path) {
        return request.marker().isEmpty() || compare(path, cut(request.marker())) > 0;
    }

    private boolean isBeforeNext(String path, String nextMarker) {
        return nextMarker.isEmpty() || compare(path, cut(nextMarker)) <= 0;
    }

    /** Of a path, what a listing that is not recursive shows of it. */
    private String cut(String path) {
        int slash =
                request.isRecursive() ? -1 : path.indexOf('/', request.base().length());
        return slash < 0 ? path : path.substring(0, slash);
    }

    private void paths(Answer.Listing listing, Answer answer) {
        Map<String, Entry> shown = new TreeMap<>();
        listing.entries().forEach(entry -> shown.put(entry.path(), entry));
        for (Map.Entry<String, Set<@Nullable ItemState>> item : possible.entrySet()) {
            String path = item.getKey();
            if (isOnPage(path, listing)) {
                item(path, item.getValue(), shown.remove(path), answer);
            }
        }
        if (!shown.isEmpty()) {
            throw wrong("entry that nobody made", answer, shown.keySet().toString());
        }
    }

    private boolean isOnPage(String path, Answer.Listing listing) {
        return !path.equals(request.directory())
                && path.startsWith(request.base() + request.prefix())
                && isAfterMarker(path)
                && isBeforeNext(path, listing.nextMarker());
    }

    /** An item that is shown must have been so; one that is not must have been away, or not asked for. */
    private void item(String path, Set<@Nullable ItemState> states, @Nullable Entry shown, Answer answer) {
        if (shown == null) {
            boolean mayBeLeftOut = request.segmentCount() > 0 || states.stream().anyMatch(state -> !isWanted(state));
            if (!mayBeLeftOut) {
                throw wrong("item is left out", answer, path);
            }
            return;
        }
        for (ItemState state : states) {
            if (state != null
                    && isWanted(state)
                    && matcher.isShown(path, state, shown, request.projection(), List.of())) {
                return;
            }
        }
        throw wrong("item is shown as it never was: " + shown + "\n  possible: " + states, answer, path);
    }

    private boolean isWanted(@Nullable ItemState state) {
        if (state == null || !request.filter().holds(state)) {
            return false;
        }
        return isKindWanted(state.isDirectory());
    }

    private boolean isKindWanted(boolean isDirectory) {
        return switch (request.directories()) {
            case INCLUDE -> true;
            case ONLY -> isDirectory;
            case EXCLUDE -> !isDirectory;
            case UNRECOGNIZED -> throw new IllegalArgumentException("directories=" + request.directories());
        };
    }

    private void names(Answer.Listing listing, Answer answer) {
        Map<String, Entry> items = new TreeMap<>();
        Set<String> prefixes = new TreeSet<>();
        for (Entry entry : listing.entries()) {
            if (entry.isPrefix()) {
                prefixes.add(entry.path());
            } else {
                items.put(entry.path(), entry);
            }
        }
        Set<String> names = new TreeSet<>();
        possible.keySet().stream()
                .filter(path -> !path.equals(request.directory()))
                .forEach(path -> names.add(cut(path)));
        for (String name : names) {
            if (isOnPage(name, listing)) {
                Set<@Nullable ItemState> states = possible.get(name);
                if (states != null) {
                    item(name, states, items.remove(name), answer);
                }
                prefix(name, states, prefixes.remove(name), answer);
            }
        }
        if (!items.isEmpty() || !prefixes.isEmpty()) {
            throw wrong("entry that nobody made", answer, items.keySet() + " " + prefixes);
        }
    }

    /** A name is shown as a prefix when something is below it, though it may have expired, and it is not a directory itself. */
    private void prefix(String name, @Nullable Set<@Nullable ItemState> states, boolean isShown, Answer answer) {
        boolean mayHaveChild = false;
        boolean mustHaveChild = false;
        for (Map.Entry<String, Set<@Nullable ItemState>> child :
                possible.tailMap(name, false).entrySet()) {
            if (child.getKey().startsWith(name + "/")) {
                mayHaveChild |=
                        child.getValue().stream().anyMatch(state -> state != null) || expired.contains(child.getKey());
                mustHaveChild |= !child.getValue().contains(null);
            }
        }
        boolean mayBeDirectory =
                states != null && states.stream().anyMatch(state -> state != null && state.isDirectory());
        boolean mustBeDirectory =
                states != null && states.stream().allMatch(state -> state != null && state.isDirectory());
        boolean isWanted = isKindWanted(true) && request.filter().holds(PREFIX);
        if (isShown && (!mayHaveChild || mustBeDirectory || !isWanted)) {
            throw wrong("prefix is shown and nothing is below it", answer, name);
        }
        if (!isShown && mustHaveChild && !mayBeDirectory && isWanted && request.segmentCount() == 0) {
            throw wrong("prefix is left out", answer, name);
        }
    }

    private static final ItemState PREFIX = ItemState.created(ItemKind.DIRECTORY, 0);

    private Violation wrong(String what, Answer answer, String path) {
        return new Violation(what + ": path=" + path + "\n  request: " + request + "\n  answer: " + answer
                + "\n  possible: " + possible.get(path));
    }
}
