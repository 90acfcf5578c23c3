package io.vireo.engine.reactor;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests from channels: checks the grant, hands writes to the {@link Committer} and reads to the {@link ReadExecutor}, and turns what is wrong with a
 * request into an answer. What is wrong with a message itself ends its channel. Threads: the reactor alone.
 */
final class Requests {
    static final int REQUEST_KIND = 0;
    static final int LONG_REQUEST_KIND = 1;

    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final ValueLayout.OfLong PLACE = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final PartitionSet partitions;
    private final Committer committer;
    private final ReadExecutor reads;
    private final FeedExecutor feeds;
    private final IndexExecutor indexes;
    private final Peers peers;
    private final ReplyEncoder encoder;
    private final Writes writes;
    private final EpochClock clock;
    private final Consumer<Throwable> faults;
    private final RequestReader request = new RequestReader();
    private final Records records;
    private final PlainRequests plain;
    private final Waiting waiting = new Waiting();
    private final List<Needed> needed = new ArrayList<>();

    /** Of the request that is being executed: paths below which another reactor has something. */
    private Set<Key> parents = Set.of();

    /** Of the request that is being executed: keys that it writes, and the commit that must end before it is. For when it has to wait. */
    private List<Key> keys = List.of();

    private long awaitedCommit;

    /** Of the request that is executed: records that were read for it. Another one once it had some read. */
    private Fetched fetched = Fetched.NOTHING;

    Requests(
            PartitionSet partitions,
            Committer committer,
            ReadExecutor reads,
            FeedExecutor feeds,
            IndexExecutor indexes,
            Records records,
            Peers peers,
            ReplyEncoder encoder,
            Writes writes,
            PlainRequests plain,
            EpochClock clock,
            Consumer<Throwable> faults) {
        this.partitions = partitions;
        this.committer = committer;
        this.reads = reads;
        this.feeds = feeds;
        this.indexes = indexes;
        this.records = records;
        this.peers = peers;
        this.encoder = encoder;
        this.writes = writes;
        this.plain = plain;
        this.clock = clock;
        this.faults = faults;
    }

    void onMessage(Session session, int kind, MemorySegment buffer, long offset, int length) {
        switch (kind) {
            case REQUEST_KIND -> onRequest(session, buffer, offset, length);
            case LONG_REQUEST_KIND -> {
                byte[] message = longRequest(session, buffer, offset, length);
                onRequest(session, MemorySegment.ofArray(message), 0, message.length);
            }
            default -> throw new MalformedMessageException("message has an unknown kind: kind=" + kind);
        }
    }

    /** Our own copy of a request that lies in the arena, where the client could change it while it is read. */
    private static byte[] longRequest(Session session, MemorySegment buffer, long offset, int length) {
        if (length != 2 * Long.BYTES) {
            throw new MalformedMessageException("place of a long request is malformed: length=" + length);
        }
        long start = buffer.get(PLACE, offset);
        long messageLength = buffer.get(PLACE, offset + Long.BYTES);
        long arenaLength = session.arena().byteSize();
        if (messageLength < 0
                || messageLength > Limits.REQUEST_LENGTH
                || start < 0
                || start > arenaLength - messageLength) {
            throw new MalformedMessageException(
                    "long request is out of bounds: offset=" + start + " length=" + messageLength);
        }
        return session.arena().asSlice(start, messageLength).toArray(ValueLayout.JAVA_BYTE);
    }

    private void onRequest(Session session, MemorySegment buffer, long offset, int length) {
        request.wrap(buffer, offset, length);
        List<Key> directories = peers.isEmpty() ? List.of() : Writes.keysThatMustBeEmpty(request);
        if (!directories.isEmpty()) {
            byte[] message = buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            peers.askForChildren(directories, known -> executeAnswered(session, message, known));
            return;
        }
        awaitedCommit = 0;
        fetched = Fetched.NOTHING;
        if (!execute(session, request)) {
            await(session, buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private void await(Session session, byte[] message) {
        waiting.add(new Waiting.Request(session, message, keys, awaitedCommit, parents, fetched));
    }

    /** Executes a request for which all other reactors have said below which of its directories they have something. */
    private void executeAnswered(Session session, byte[] message, Set<Key> known) {
        awaitedCommit = 0;
        fetched = Fetched.NOTHING;
        execute(session, message, known);
    }

    /** Executes the requests that wait, as far as they can be; how many that was. */
    int executeWaiting() {
        if (waiting.isEmpty()) {
            return 0;
        }
        int count = 0;
        for (Waiting.Request each : waiting.takeAll()) {
            if (each.fetched().isPending()) {
                waiting.add(each);
                continue;
            }
            awaitedCommit = each.commit();
            fetched = each.fetched();
            count += execute(each.session(), each.message(), each.parents()) ? 1 : 0;
        }
        return count;
    }

    /** Executes a request that lies in memory of our own; false when it waits, again or for the first time. */
    private boolean execute(Session session, byte[] message, Set<Key> known) {
        if (session.connection().isClosed()) {
            return true;
        }
        parents = known;
        try {
            request.wrap(MemorySegment.ofArray(message), 0, message.length);
            if (!execute(session, request)) {
                await(session, message);
                return false;
            }
        } catch (MalformedMessageException e) {
            session.connection().close("peer sent a malformed message: " + e.getMessage());
        } finally {
            parents = Set.of();
        }
        return true;
    }

    /** False for what must wait: for a commit, for room in the journal, or for its turn. Nothing was done then. */
    private boolean execute(Session session, RequestReader source) {
        long correlationId = source.correlationId();
        keys = List.of();
        records.use(fetched);
        try {
            return dispatch(session, source);
        } catch (InvalidRequestException e) {
            committer.refuseInvalid(session, correlationId, e.getMessage());
        } catch (CorruptRecordException e) {
            refuse(session, correlationId, Status.CORRUPT, e.getMessage());
        } catch (MalformedMessageException e) {
            throw e;
        } catch (RuntimeException e) {
            faults.accept(e);
            refuse(session, correlationId, Status.INTERNAL, "engine failed on this request: " + e);
        }
        return true;
    }

    private boolean dispatch(Session session, RequestReader source) {
        RequestWhich which = source.which();
        Grant grant = session.connection().grant();
        if (grant.expiresAtSeconds() != 0 && grant.isExpired(Math.floorDiv(clock.nowNs(), NS_PER_SECOND))) {
            refuse(session, source.correlationId(), Status.FORBIDDEN, "grant of the channel has expired");
            return true;
        }
        if (isPlainDone(session, source, which)) {
            return true;
        }
        switch (which) {
            case PING -> reads.ping(session, source);
            case RELEASE -> reads.release(session, source);
            case FEED -> feed(session, source);
            case LIST -> {
                return list(session, source);
            }
            case BATCH -> {
                keys = Writes.batchKeys(source);
                owner(keys.getFirst()); // of another reactor it is refused as a whole
                return !waiting.writes(keys)
                        && hasRecords(keys)
                        && hasCutBlocksOfBatch(session, source)
                        && committer.batch(session, source, keys, parents);
            }
            case INDEXES -> describe(session, source);
            case QUERY -> {
                return query(session, source);
            }
            case PUT, UPDATE, CREATE_STREAM, APPEND, STAGE, DELETE, RENAME, CREATE_INDEX, DROP_INDEX -> {
                return write(session, source, which);
            }
            case GET, SEEK, READ -> {
                return read(session, source, which);
            }
            case UNRECOGNIZED -> throw new InvalidRequestException("operation is not known to this engine");
        }
        return true;
    }

    /** What waits to write may be about the same key, and comes first. */
    private boolean isPlainDone(Session session, RequestReader source, RequestWhich which) {
        return switch (which) {
            case GET -> !waiting.hasWrite() && plain.get(session, source);
            case PUT -> !waiting.hasWrite() && plain.put(session, source);
            default -> false;
        };
    }

    private boolean write(Session session, RequestReader source, RequestWhich which) {
        Key key = Writes.key(source);
        if (!isAllowed(session, source, Writes.action(which), Writes.subject(source, key))) {
            return true;
        }
        keys = Writes.keys(source, key);
        Partition partition = owner(key);
        boolean isReady = !waiting.writes(keys)
                && (which == RequestWhich.STAGE || (hasRecords(keys) && hasCutBlocks(session, source, key, partition)));
        if (!isReady) {
            return false;
        }
        if (parents.contains(key) && isRefusedForChildren(source, which, partition.kind(key))) {
            boolean isDelete = which != RequestWhich.CREATE_STREAM;
            refuse(
                    session,
                    source.correlationId(),
                    isDelete ? Status.NOT_EMPTY : Status.EXISTS,
                    isDelete ? "directory is not empty: item=" + key : "there is a directory already: item=" + key);
            return true;
        }
        return which == RequestWhich.STAGE
                ? committer.stage(session, source, partition)
                : committer.write(session, source, key, partition);
    }

    /** Whether what other reactors have below its path is in the way of a request. */
    private static boolean isRefusedForChildren(RequestReader source, RequestWhich which, @Nullable ItemKind kind) {
        return which == RequestWhich.CREATE_STREAM ? !source.createStream().update() : Writes.mustBeEmpty(which, kind);
    }

    private boolean read(Session session, RequestReader source, RequestWhich which) {
        Key key = Writes.key(source);
        if (!isAllowed(session, source, Action.READ, key)) {
            return true;
        }
        Partition partition = owner(key);
        if (waiting.writes(List.of(key))) {
            return false;
        }
        if (which == RequestWhich.GET && source.get().handle() != 0) {
            reads.getPinned(session, source, key);
            return true;
        }
        boolean isStream = which != RequestWhich.GET;
        boolean isDirty = partition.isDirty(key) || (isStream && isDirty(key.parent()));
        if ((isDirty && mustAwaitCommit()) || !hasCommittedRecord(partition, key)) {
            return false;
        }
        return switch (which) {
            case SEEK -> reads.seek(session, source, key) || fetch();
            case READ -> reads.read(session, source, key) || fetch();
            default -> {
                reads.get(session, source, key, partition.present(key, clock.nowNs()));
                yield true;
            }
        };
    }

    private void feed(Session session, RequestReader source) {
        byte[] path = source.pathBytes().toByteArray();
        PathRules.requireDirectory(path, "path");
        Key directory = Key.of(source.container(), path);
        if (isAllowed(session, source, Action.READ, directory)) {
            feeds.begin(session, source, directory);
        }
    }

    private void describe(Session session, RequestReader source) {
        Key table = table(source);
        if (isAllowed(session, source, Action.LIST, table)) {
            indexes.describe(session, source, table);
        }
    }

    private boolean query(Session session, RequestReader source) {
        Key table = table(source);
        if (!isAllowed(session, source, Action.LIST, table)) {
            return true;
        }
        List<Needed> missing = indexes.query(session, source, table);
        return missing.isEmpty() || fetch(missing);
    }

    private static Key table(RequestReader source) {
        byte[] path = source.pathBytes().toByteArray();
        PathRules.requireItem(path, "path");
        return Key.of(source.container(), path);
    }

    private boolean isDirty(Key key) {
        @Nullable Partition owner = partitions.ownerOf(key);
        return owner != null && owner.isDirty(key);
    }

    /** Whether the newest records of these keys are in memory; has those read that are not. */
    private boolean hasRecords(List<Key> ofKeys) {
        needed.clear();
        for (Key key : ofKeys) {
            @Nullable Partition owner = partitions.ownerOf(key);
            if (owner != null && !owner.isInMemory(key)) {
                owner.addNeeded(key, needed);
            }
        }
        return needed.isEmpty() || fetch(needed);
    }

    /** Whether the blocks of a body are in memory that a write cuts; has those read that are not. */
    private boolean hasCutBlocks(Session session, RequestReader source, Key key, Partition partition) {
        needed.clear();
        writes.addNeeded(source, key, partition, session, needed);
        return needed.isEmpty() || fetch(needed);
    }

    private boolean hasCutBlocksOfBatch(Session session, RequestReader source) {
        needed.clear();
        writes.addNeededOfBatch(source, session, needed);
        return needed.isEmpty() || fetch(needed);
    }

    private boolean hasCommittedRecord(Partition partition, Key key) {
        if (partition.isCommittedInMemory(key)) {
            return true;
        }
        needed.clear();
        partition.addCommittedNeeded(key, needed);
        return fetch(needed);
    }

    /** Has the records read that the last read needed; false: it must wait for them. */
    private boolean fetch() {
        return fetch(reads.needed());
    }

    private boolean fetch(List<Needed> missing) {
        if (fetched.equals(Fetched.NOTHING)) {
            fetched = new Fetched();
        }
        for (Needed each : missing) {
            records.fetch(each.what(), each.at(), fetched);
        }
        return false;
    }

    /**
     * Whether a read of what is not committed must wait: until everything that was written before it came is. It then reads what is committed,
     * so that a key that is written all the time can be read.
     */
    private boolean mustAwaitCommit() {
        awaitedCommit = awaitedCommit == 0 ? committer.lastCommit() : awaitedCommit;
        boolean mustAwait = !committer.hasEnded(awaitedCommit);
        if (mustAwait) {
            committer.hurry();
        }
        return mustAwait;
    }

    private boolean list(Session session, RequestReader source) {
        byte[] path = source.pathBytes().toByteArray();
        PathRules.requireDirectory(path, "path");
        if (!isAllowed(session, source, Action.LIST, Key.of(source.container(), path))) {
            return true;
        }
        if (waiting.hasWriteOf(session) || mustAwaitCommit()) {
            return false;
        }
        return reads.list(session, source) || fetch();
    }

    /** Whether requests wait. */
    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    private boolean isAllowed(Session session, RequestReader source, Action action, Key key) {
        boolean isAllowed = session.allows(action, key);
        if (!isAllowed) {
            refuse(
                    session,
                    source.correlationId(),
                    Status.FORBIDDEN,
                    "grant does not cover it: action=" + action + " item=" + key);
        }
        return isAllowed;
    }

    private Partition owner(Key key) {
        @Nullable Partition owner = partitions.ownerOf(key);
        if (owner == null) {
            throw new InvalidRequestException("item belongs to another reactor: field=path item=" + key);
        }
        return owner;
    }

    private void refuse(Session session, long correlationId, Status status, @Nullable String message) {
        encoder.buildRefusal(correlationId, status, message);
        session.reply(ReadExecutor.REPLY_KIND, encoder.buffer(), encoder.length());
    }
}
