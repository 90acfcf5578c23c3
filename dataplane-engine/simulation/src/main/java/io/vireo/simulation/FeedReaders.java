package io.vireo.simulation;

import io.vireo.channel.Grant;
import io.vireo.channel.Placement;
import io.vireo.channel.message.RequestFeedFrom;
import io.vireo.channel.message.Status;
import io.vireo.simulation.model.Answer;
import io.vireo.simulation.model.FeedCheck;
import io.vireo.simulation.world.Dice;
import io.vireo.simulation.world.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Readers of the change feeds of a node: of some partitions from the first change on, and of one from a later one. Threads: one. */
final class FeedReaders {
    /** Has what is wanted of feeds; no item of it is watched. */
    static final long SETTINGS_CONTAINER = 2;

    static final String SETTINGS_PATH = ".feed/retention";
    static final Grant.Scope SETTINGS_SCOPE =
            new Grant.Scope(SETTINGS_CONTAINER, ".feed", Set.of(Grant.Action.values()));

    private static final byte[] NONE = {};
    private static final double AGAIN = 0.2;
    private static final int LIMIT = 40;

    /** Partitions that are read: more would take longer than they show. */
    private static final int READ_PARTITIONS = 3;

    /** One who reads a partition, page by page, across crashes. */
    static final class Reader {
        final int partition;
        final boolean isLate;
        final FeedCheck check;
        private byte[] position = NONE;
        private long underWay;
        private int limit = LIMIT;

        Reader(int partition, boolean isLate) {
            this.partition = partition;
            this.isLate = isLate;
            this.check = new FeedCheck("partition " + partition + (isLate ? " late" : ""));
        }
    }

    /**
     * What is asked for.
     *
     * @param number of the page, from 1
     * @param again a position to be read from once more; null: the reader goes on
     */
    record Page(
            Reader reader,
            byte[] position,
            RequestFeedFrom from,
            int limit,
            int acknowledgedCount,
            long number,
            FeedCheck.@Nullable Bookmark again) {
        @Override
        public String toString() {
            return "feed partition=" + reader.partition + " from=" + from + " positioned=" + (position.length > 0)
                    + " limit=" + limit + " again=" + (again != null);
        }
    }

    private final Dice dice;
    private final int partitions;
    private final List<Reader> readers = new ArrayList<>();
    private long lastPage;

    /** Draws from dice of its own, so that what else a seed draws does not depend on it. */
    FeedReaders(Plan plan) {
        this.dice = new Dice(Objects.hash(plan.operations(), plan.partitions(), plan.ringCapacity(), plan.thinkNs()));
        this.partitions = plan.partitions();
        for (int partition = 0; partition < Math.min(partitions, READ_PARTITIONS); partition++) {
            readers.add(new Reader(partition, false));
        }
        readers.add(new Reader(0, true));
    }

    Dice dice() {
        return dice;
    }

    List<Reader> all() {
        return readers;
    }

    Reader any() {
        return readers.get(dice.nextInt(readers.size()));
    }

    /** For how long changes are to be kept; 0: nothing is said of it. */
    long retentionSeconds() {
        return dice.chance(0.3) ? 100_000 : 0;
    }

    /** Who takes what is wanted of feeds. */
    int settingsReactor(int reactors) {
        byte[] path = SETTINGS_PATH.getBytes(StandardCharsets.UTF_8);
        return Placement.reactor(Placement.partition(SETTINGS_CONTAINER, path, partitions), reactors);
    }

    /** The next page of a reader; null: one is under way. */
    @Nullable Page next(Reader reader) {
        if (reader.underWay != 0) {
            return null;
        }
        List<FeedCheck.Bookmark> bookmarks = reader.check.bookmarks();
        if (!bookmarks.isEmpty() && dice.chance(AGAIN)) {
            FeedCheck.Bookmark again = bookmarks.get(dice.nextInt(bookmarks.size()));
            return new Page(
                    reader, again.position(), RequestFeedFrom.EARLIEST, dice.between(1, LIMIT), 0, ++lastPage, again);
        }
        if (reader.position.length == 0) {
            reader.check.begins();
        }
        return new Page(
                reader,
                reader.position,
                reader.isLate ? RequestFeedFrom.LATEST : RequestFeedFrom.EARLIEST,
                reader.limit,
                reader.check.acknowledgedCount(),
                ++lastPage,
                null);
    }

    void sent(Page page) {
        page.reader.underWay = page.number;
    }

    /** The engine, or the client, is gone: nothing will be answered any more. */
    void forget() {
        readers.forEach(reader -> reader.underWay = 0);
    }

    /** Whether the reader has been told everything. */
    boolean answered(Page page, Answer answer) {
        Reader reader = page.reader;
        if (reader.underWay != page.number) {
            return false; // it was given up, and another one may have been sent
        }
        reader.underWay = 0;
        Answer.Feed feed = answer.feed();
        if (answer.status() == Status.TOO_LARGE) {
            reader.limit = Math.max(1, page.limit / 2);
            return false;
        }
        if (answer.status() == Status.BUSY) {
            return false; // a transaction that was acknowledged has not taken effect here, and cannot now
        }
        if (feed == null || (answer.status() != Status.OK && feed.next().length == 0)) {
            throw new Violation("page of a feed is none: " + page + "\n  answer: " + answer);
        }
        if (answer.status() == Status.TRIMMED || answer.status() == Status.CORRUPT) {
            if (page.again == null) {
                reader.check.missed();
                reader.position = feed.next();
            } else {
                reader.check.bookmarks().remove(page.again);
            }
            return false;
        }
        if (answer.status() != Status.OK) {
            throw new Violation("feed cannot be read: " + page + "\n  answer: " + answer);
        }
        if (page.again != null) {
            reader.check.again(page.again, feed);
            return false;
        }
        if (page.position.length == 0 && reader.isLate) {
            reader.check.begins();
        }
        reader.check.next(feed, page.acknowledgedCount);
        reader.position = feed.next();
        reader.limit = dice.between(1, LIMIT);
        return feed.isAtEnd();
    }

    /** A write was answered. */
    void acknowledged(Answer answer) {
        if (answer.status() != Status.OK) {
            return;
        }
        Answer.Entry entry = answer.entry();
        if (entry != null) {
            int partition =
                    Placement.partition(Keyspace.CONTAINER, entry.path().getBytes(StandardCharsets.UTF_8), partitions);
            for (Reader reader : readers) {
                if (reader.partition == partition) {
                    reader.check.acknowledged(entry);
                }
            }
        }
        answer.parts().forEach(this::acknowledged);
    }
}
