package io.vireo.engine.reactor;

import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.ChangeKind;
import io.vireo.channel.message.ChangeWriter;
import io.vireo.channel.message.ReplyChangesWriter;
import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestFeedFrom;
import io.vireo.channel.message.RequestFeedImages;
import io.vireo.channel.message.RequestFeedReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.feed.FeedPage;
import io.vireo.engine.feed.FeedPositions;
import io.vireo.engine.feed.FeedReader;
import io.vireo.engine.feed.FeedRequest;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.journal.LogPosition;
import io.vireo.engine.partition.Change;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Selection;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Takes requests for changes, and answers them when they are read. Threads: the reactor alone. */
final class FeedExecutor {
    private static final long NS_PER_MS = 1_000_000;

    /** Of a page, what is not changes. */
    private static final int PAGE_OVERHEAD = 1_024;

    /** Of the records of a page: in a message they are several times as long, and that has its bound too. */
    private static final int PAGE_LENGTH_MAX = 4 << 20;

    private final FeedReader feeds;
    private final FeedPositions positions;
    private final PartitionSet partitions;
    private final ReadExecutor reads;
    private final EpochClock clock;

    FeedExecutor(
            FeedReader feeds, FeedPositions positions, PartitionSet partitions, ReadExecutor reads, EpochClock clock) {
        this.feeds = feeds;
        this.positions = positions;
        this.partitions = partitions;
        this.reads = reads;
        this.clock = clock;
    }

    /** What is to be told of each change. */
    private record Wish(RequestFeedImages images, Selection selection) {
        boolean hasNew() {
            return images == RequestFeedImages.NEW || images == RequestFeedImages.BOTH;
        }

        boolean hasOld() {
            return images == RequestFeedImages.OLD || images == RequestFeedImages.BOTH;
        }
    }

    /** Takes a request that the grant of its channel covers. */
    void begin(Session session, RequestReader request, Key directory) {
        RequestFeedReader feed = request.feed();
        int partition = (int) feed.partition();
        if (partitions.numbered(partition) == null) {
            throw new InvalidRequestException("partition is not one of this reactor: field=partition value="
                    + Integer.toUnsignedString(partition));
        }
        require(feed.limit(), 1, Limits.FEED_COUNT, "limit");
        require(feed.waitMs(), 0, Limits.FEED_WAIT_MS, "waitMs");
        if (feed.images() == RequestFeedImages.UNRECOGNIZED || feed.from() == RequestFeedFrom.UNRECOGNIZED) {
            throw new InvalidRequestException("images, or from, is not known to this engine: field=images,from");
        }
        Wish wish = new Wish(feed.images(), Selection.of(feed.attributes(), feed.names()));
        ReplyRoom room = ReplyRoom.of(session, request);
        FeedRequest wanted = new FeedRequest(
                partition,
                directory,
                from(feed, partition),
                (int) feed.limit(),
                Math.min(room.replyLengthMax(), PAGE_LENGTH_MAX) - PAGE_OVERHEAD,
                wish.hasOld(),
                clock.nowNs(),
                feed.waitMs() * NS_PER_MS);
        feeds.begin(
                wanted,
                () -> !session.connection().isClosed(),
                page -> reads.reply(room, target -> write(target, partition, page, wish)));
    }

    private LogPosition from(RequestFeedReader feed, int partition) {
        byte[] position = feed.position().toByteArray();
        if (position.length > 0) {
            return positions.decode(partition, position);
        }
        return feed.from() == RequestFeedFrom.LATEST ? feeds.latest() : feeds.earliest();
    }

    private static void require(long value, long min, long max, String field) {
        if (value < min || value > max) {
            throw new InvalidRequestException(
                    "value is out of range: field=" + field + " value=" + value + " min=" + min + " max=" + max);
        }
    }

    private void write(ReplyWriter target, int partition, FeedPage page, Wish wish) {
        if (page instanceof FeedPage.Missed missed) {
            target.status(missed.isTrimmed() ? Status.TRIMMED : Status.CORRUPT).message(missed.reason());
        }
        ReplyChangesWriter group = target.initChanges();
        group.nextPosition(positions.encode(partition, page.next()));
        if (page instanceof FeedPage.Changes changes) {
            group.atEnd(changes.isAtEnd()).behindBytes(changes.behindBytes());
            StructListWriter<ChangeWriter> list =
                    group.initChangePage(changes.told().size());
            for (int i = 0; i < list.count(); i++) {
                write(list.get(i), partition, changes.told().get(i), wish);
            }
        }
    }

    private void write(ChangeWriter target, int partition, FeedPage.Told told, Wish wish) {
        Change change = told.change();
        byte[] path = change.key().path();
        target.position(positions.encode(partition, told.next()))
                .sequence(change.location())
                .kind(kind(change.kind()))
                .path(MemorySegment.ofArray(path), 0, path.length)
                .timeNs(change.timeNs());
        @Nullable Item item = change.item();
        if (item != null) {
            target.version(item.version());
            if (change.recordCount() > 0) {
                target.firstSequence(item.lastSequence() - change.recordCount() + 1)
                        .recordCount(change.recordCount());
            }
            if (wish.hasNew()) {
                ReplyEncoder.entry(target.initNewItem(), change.key(), item, wish.selection(), false);
            }
        }
        @Nullable Item old = told.old();
        if (old != null) {
            ReplyEncoder.entry(target.initOldItem(), change.key(), old, wish.selection(), false);
        } else if (!told.oldFault().isEmpty()) {
            target.oldFault(told.oldFault());
        }
    }

    private static ChangeKind kind(Change.Kind kind) {
        return switch (kind) {
            case CREATED -> ChangeKind.CREATED;
            case CHANGED -> ChangeKind.CHANGED;
            case DELETED -> ChangeKind.DELETED;
            case APPENDED -> ChangeKind.APPENDED;
        };
    }
}
