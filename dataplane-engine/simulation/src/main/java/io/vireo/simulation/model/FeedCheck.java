package io.vireo.simulation.model;

import io.vireo.simulation.world.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a reader of a partition's change feed has been told, and must be told: every acknowledged write once, in an order in which each follows from what was there before it, with what was
 * there before it; the same from every position that was given out; and what it is not told, it is told that it is not. Threads: one.
 */
public final class FeedCheck {
    /** A write that was answered. */
    private record Written(String path, long version, long modifiedNs) {}

    /** A position that was given out, and the last change before it. */
    public record Bookmark(byte[] position, long sequence) {}

    private final String name;
    private final List<Written> acknowledged = new ArrayList<>();
    private final Set<Written> seen = new HashSet<>();
    private final TreeMap<Long, String> told = new TreeMap<>();
    private final List<Bookmark> bookmarks = new ArrayList<>();

    /** What each item is, as far as the reader was told; null: deleted. */
    private final Map<String, Answer.@Nullable Entry> items = new HashMap<>();

    private long lastSequence = Long.MIN_VALUE;
    private long lastTimeNs = Long.MIN_VALUE;

    /** When the first change was that the reader was told since it began: all that came later must be told. Which answer came first to whom says nothing of that. */
    private long followedAfterNs = Long.MAX_VALUE;

    /** Of a reader that knows nothing yet. */
    public FeedCheck(String name) {
        this.name = name;
    }

    /** A write of the partition was answered. */
    public void acknowledged(Answer.Entry entry) {
        acknowledged.add(new Written(entry.path(), entry.version(), entry.modifiedNs()));
    }

    /** How many writes were answered: what a page that is asked for now must have told of at the feed's end. */
    public int acknowledgedCount() {
        return acknowledged.size();
    }

    /** The reader begins anywhere: what was before that it need not be told of. */
    public void begins() {
        followedAfterNs = Long.MAX_VALUE;
        items.clear();
    }

    /** Positions that were given out, each of which must go on where it stands, or be refused. */
    public List<Bookmark> bookmarks() {
        return bookmarks;
    }

    /** The reader is given the next page. */
    public void next(Answer.Feed page, int countAtRequest) {
        for (Answer.Told change : page.changes()) {
            follow(change);
            bookmarks.add(new Bookmark(change.position(), change.sequence()));
        }
        if (page.isAtEnd()) {
            for (Written written : acknowledged.subList(0, countAtRequest)) {
                if (written.modifiedNs() > followedAfterNs && !seen.contains(written)) {
                    throw new Violation(
                            "feed does not tell of an acknowledged write: feed=" + name + " write=" + written);
                }
            }
        }
    }

    private void follow(Answer.Told change) {
        require(change.sequence() > lastSequence, "sequence does not grow", change);
        require(change.timeNs() > lastTimeNs, "time does not grow", change);
        lastSequence = change.sequence();
        lastTimeNs = change.timeNs();
        followedAfterNs = Math.min(followedAfterNs, change.timeNs());
        told.put(change.sequence(), describe(change));
        Answer.Entry entry = change.newItem();
        if (items.containsKey(change.path())) {
            requireFollows(change, items.get(change.path()), entry);
        }
        items.put(change.path(), entry);
        if (entry != null) {
            // A transaction says what an item becomes before it is decided, and that is when it changes.
            require(entry.modifiedNs() <= change.timeNs(), "time is before the item's", change);
            require(
                    seen.add(new Written(change.path(), change.version(), entry.modifiedNs())),
                    "change is told again",
                    change);
        }
    }

    private void requireFollows(Answer.Told change, Answer.@Nullable Entry before, Answer.@Nullable Entry after) {
        switch (change.kind()) {
            case CREATED -> {
                require(before == null, "there is an item already", change);
                require(change.version() == 1 || isRenamed(after), "version is not the first", change);
            }
            case CHANGED -> {
                boolean isOther = before != null && after != null && before.inode() != after.inode();
                require(
                        before != null
                                && (isOther
                                        ? change.version() > before.version()
                                        : change.version() == before.version() + 1),
                        "version is not the next",
                        change);
                requireOld(change, before);
            }
            case DELETED -> {
                require(before != null && after == null, "nothing was there", change);
                requireOld(change, before);
            }
            case APPENDED -> {
                long last = before == null ? 0 : before.lastSequence();
                require(
                        after != null
                                && change.firstSequence() == last + 1
                                && after.lastSequence() == last + change.recordCount(),
                        "records do not follow: last=" + last,
                        change);
            }
            default -> throw new Violation("feed tells of what nobody knows: feed=" + name + " change=" + change);
        }
    }

    /** Whether an item is there that was made before it was there: under another path. */
    private static boolean isRenamed(Answer.@Nullable Entry entry) {
        return entry != null && entry.createdNs() != entry.modifiedNs();
    }

    private void requireOld(Answer.Told change, Answer.@Nullable Entry before) {
        if (change.oldItem() != null) {
            require(change.oldItem().equals(before), "what was there is something else: " + before, change);
        } else {
            require(!change.oldFault().isEmpty(), "what was there is not told", change);
        }
    }

    /** The reader has read again from a position that it was given before. */
    public void again(Bookmark from, Answer.Feed page) {
        long last = from.sequence();
        for (Answer.Told change : page.changes()) {
            if (change.sequence() > lastSequence) {
                return; // it is ahead of the one that follows
            }
            Long following = told.higherKey(last);
            require(
                    following != null && following == change.sequence(),
                    "what follows a position is not what followed it: expected=" + following,
                    change);
            require(describe(change).equals(told.get(change.sequence())), "change is another one now", change);
            last = change.sequence();
        }
        if (page.isAtEnd() && told.higherKey(last) != null) {
            throw new Violation(
                    "feed ends before what was told of it: feed=" + name + " last=" + last + " told=" + told.lastKey());
        }
    }

    /** The reader was told that it misses something, and goes on behind that. */
    public void missed() {
        begins();
        bookmarks.clear();
    }

    private void require(boolean holds, String what, Answer.Told change) {
        if (!holds) {
            throw new Violation("feed is wrong: " + what + ": feed=" + name + " change=" + change);
        }
    }

    /** What does not change, however often it is told. */
    private static String describe(Answer.Told change) {
        return change.kind() + " " + change.path() + " " + change.version() + " " + change.timeNs() + " "
                + change.newItem();
    }
}
