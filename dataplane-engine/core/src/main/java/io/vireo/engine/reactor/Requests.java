package io.vireo.engine.reactor;

import io.vireo.channel.Grant;
import io.vireo.channel.Grant.Action;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.partition.Client;
import io.vireo.engine.partition.EmptyDirectories;
import io.vireo.engine.partition.Intents;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Tokens;
import io.vireo.engine.partition.WriteKeys;
import io.vireo.engine.partition.Writes;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.store.Fetched;
import io.vireo.engine.store.Records;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
    private final PlainRequests plain;
    private final Fetching fetching;
    private final Waiting waiting = new Waiting();
    private final Intents intents;
    private final IntentGate gate;
    private final Repetitions repetitions;

    /** Of the request that is being executed: paths below which another reactor has something. */
    private Set<Key> parents = Set.of();

    /** Of the request that is being executed: keys that it writes, and the commit that must end before it is. For when it has to wait. */
    private List<Key> keys = List.of();

    private long awaitedCommit;

    /** Where the message of the request lies. */
    private MemorySegment message = MemorySegment.NULL;

    private long messageOffset;
    private int messageLength;

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
            Intents intents,
            EpochClock clock,
            Consumer<Throwable> faults) {
        this.partitions = partitions;
        this.committer = committer;
        this.reads = reads;
        this.feeds = feeds;
        this.indexes = indexes;
        this.peers = peers;
        this.encoder = encoder;
        this.writes = writes;
        this.plain = plain;
        this.intents = intents;
        this.gate = new IntentGate(intents, encoder);
        this.fetching = new Fetching(partitions, writes, records);
        this.repetitions = new Repetitions(writes.tokens(), encoder);
        this.clock = clock;
        this.faults = faults;
    }

    void onMessage(Session session, int kind, MemorySegment buffer, long offset, int length) {
        switch (kind) {
            case REQUEST_KIND -> onRequest(session, buffer, offset, length);
            case LONG_REQUEST_KIND -> {
                byte[] copy = LongRequest.copy(session.arena(), buffer, offset, length);
                onRequest(session, MemorySegment.ofArray(copy), 0, copy.length);
            }
            default -> throw new MalformedMessageException("message has an unknown kind: kind=" + kind);
        }
    }

    private void wrap(MemorySegment buffer, long offset, int length) {
        request.wrap(buffer, offset, length);
        message = buffer;
        messageOffset = offset;
        messageLength = length;
    }

    private void onRequest(Session session, MemorySegment buffer, long offset, int length) {
        wrap(buffer, offset, length);
        List<Key> directories = peers.isEmpty() ? List.of() : EmptyDirectories.of(request);
        if (!directories.isEmpty()) {
            byte[] copy = buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            peers.askForChildren(directories, known -> executeAnswered(session, copy, known));
            return;
        }
        awaitedCommit = 0;
        gate.begin(0);
        fetching.begin(Fetched.NOTHING);
        if (!execute(session, request)) {
            await(session, buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private void await(Session session, byte[] copy) {
        waiting.add(
                new Waiting.Request(session, copy, keys, awaitedCommit, gate.awaited(), parents, fetching.fetched()));
    }

    /** Executes a request for which all other reactors have said below which of its directories they have something. */
    private void executeAnswered(Session session, byte[] copy, Set<Key> known) {
        awaitedCommit = 0;
        gate.begin(0);
        fetching.begin(Fetched.NOTHING);
        execute(session, copy, known);
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
            gate.begin(each.intent());
            fetching.begin(each.fetched());
            count += execute(each.session(), each.message(), each.parents()) ? 1 : 0;
        }
        return count;
    }

    /** Executes a request that lies in memory of our own; false when it waits, again or for the first time. */
    private boolean execute(Session session, byte[] copy, Set<Key> known) {
        if (session.connection().isClosed()) {
            return true;
        }
        parents = known;
        try {
            wrap(MemorySegment.ofArray(copy), 0, copy.length);
            if (!execute(session, request)) {
                await(session, copy);
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
        fetching.use();
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
            case FEED -> {
                return feed(session, source);
            }
            case LIST -> {
                return list(session, source);
            }
            case BATCH -> {
                return batch(session, source);
            }
            case INDEXES -> indexes.describe(session, source);
            case QUERY -> {
                List<Needed> missing = indexes.query(session, source);
                return missing.isEmpty() || fetching.fetch(missing);
            }
            case PUT, UPDATE, CREATE_STREAM, APPEND, STAGE, DELETE, RENAME, CREATE_INDEX, DROP_INDEX -> {
                return write(session, source, which);
            }
            case GET, SEEK, READ -> {
                return read(session, source, which);
            }
            case CHECK -> throw new InvalidRequestException("a check is part of a batch");
            case UNRECOGNIZED -> throw new InvalidRequestException("operation is not known to this engine");
        }
        return true;
    }

    /** What waits to write may be about the same key, and comes first. */
    private boolean isPlainDone(Session session, RequestReader source, RequestWhich which) {
        boolean isFree = !waiting.hasWrite() && intents.isEmpty();
        return switch (which) {
            case GET -> isFree && plain.get(session, source);
            case PUT -> isFree && plain.put(session, source);
            default -> false;
        };
    }

    private boolean batch(Session session, RequestReader source) {
        List<Key> all = WriteKeys.ofBatch(source);
        List<Key> items = all.subList(0, source.batch().requests().count());
        if (!peers.isEmpty() && writes.isSpanning(items)) {
            return coordinate(session, source, items);
        }
        keys = all;
        Partition home = owner(keys.getFirst()); // of another reactor it is refused as a whole
        if (source.token().length() > 0) {
            Repetitions.Repetition repetition = repetition(session, source, home);
            if (repetition != Repetitions.Repetition.NONE) {
                return repetition == Repetitions.Repetition.ANSWERED;
            }
        }
        @Nullable Key locked = intents.firstLocked(keys);
        if (locked != null) {
            return gate.isRefused(session, source, locked);
        }
        return !waiting.writes(keys)
                && fetching.hasRecords(keys)
                && fetching.hasCutBlocksOfBatch(session, source)
                && committer.batch(session, source, keys, parents);
    }

    /** Begins a transaction over several reactors, unless it is a repetition. */
    private boolean coordinate(Session session, RequestReader source, List<Key> items) {
        if (source.token().length() > 0 && !writes.own(items).isEmpty()) {
            Repetitions.Repetition repetition = repetition(session, source, writes.home(source));
            if (repetition != Repetitions.Repetition.NONE) {
                return repetition == Repetitions.Repetition.ANSWERED;
            }
        }
        byte[] copy = message.asSlice(messageOffset, messageLength).toArray(ValueLayout.JAVA_BYTE);
        peers.coordinator().begin(session, source, copy, items, parents);
        return true;
    }

    /** As {@link Repetitions#find}, of what is not executed from a channel. */
    Repetitions.Repetition repetition(Session session, RequestReader source, Partition home, Fetched into) {
        fetching.begin(into);
        fetching.use();
        return repetition(session, source, home);
    }

    private Repetitions.Repetition repetition(Session session, RequestReader source, Partition home) {
        @Nullable Key token = Tokens.key(source);
        if (token != null && home.isDirty(token) && mustAwaitCommit()) {
            return Repetitions.Repetition.LATER;
        }
        Repetitions.Repetition repetition = repetitions.find(session, source, token, home);
        if (repetition == Repetitions.Repetition.LATER && token != null) {
            fetching.fetchNewest(home, token);
        }
        return repetition;
    }

    /** Whether a part of a transaction can be executed now; has read what is missing. */
    boolean isReady(RequestReader ofBatch, List<Key> ofKeys, Client client, Fetched into) {
        fetching.begin(into);
        fetching.use();
        return !waiting.writes(ofKeys) && fetching.hasRecords(ofKeys) && fetching.hasCutBlocksOfBatch(client, ofBatch);
    }

    private boolean write(Session session, RequestReader source, RequestWhich which) {
        Key key = WriteKeys.own(source);
        if (!isAllowed(session, source, Writes.action(which), WriteKeys.subject(source, key))) {
            return true;
        }
        keys = WriteKeys.of(source, key);
        if (which == RequestWhich.RENAME && !peers.isEmpty() && partitions.ownerOf(key) == null) {
            return coordinate(session, source, keys);
        }
        Partition partition = owner(key);
        if (source.token().length() > 0) {
            Repetitions.Repetition repetition = repetition(session, source, partition);
            if (repetition != Repetitions.Repetition.NONE) {
                return repetition == Repetitions.Repetition.ANSWERED;
            }
        }
        @Nullable Key locked = which == RequestWhich.STAGE ? null : intents.firstLocked(keys);
        if (locked != null) {
            return gate.isRefused(session, source, locked);
        }
        boolean isReady = !waiting.writes(keys)
                && (which == RequestWhich.STAGE
                        || (fetching.hasRecords(keys) && fetching.hasCutBlocks(session, source, key, partition)));
        if (!isReady) {
            return false;
        }
        if (parents.contains(key) && EmptyDirectories.isRefused(source, partition.kind(key))) {
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

    private boolean read(Session session, RequestReader source, RequestWhich which) {
        Key key = WriteKeys.own(source);
        if (!isAllowed(session, source, Action.READ, key)) {
            return true;
        }
        Partition partition = owner(key);
        if (waiting.writes(List.of(key))) {
            return false;
        }
        if (!intents.isEmpty() && gate.mustWait(ordinal -> intents.isLocked(key, ordinal))) {
            return gate.isInDoubt(session, source);
        }
        if (which == RequestWhich.GET && source.get().handle() != 0) {
            reads.getPinned(session, source, key);
            return true;
        }
        boolean isStream = which != RequestWhich.GET;
        boolean isDirty = partition.isDirty(key) || (isStream && isDirty(key.parent()));
        if ((isDirty && mustAwaitCommit()) || !fetching.hasCommittedRecord(partition, key)) {
            return false;
        }
        return switch (which) {
            case SEEK -> reads.seek(session, source, key) || fetching.fetch(reads.needed());
            case READ -> reads.read(session, source, key) || fetching.fetch(reads.needed());
            default -> {
                reads.get(session, source, key, partition.present(key, clock.nowNs()));
                yield true;
            }
        };
    }

    private boolean feed(Session session, RequestReader source) {
        byte[] path = source.pathBytes().toByteArray();
        PathRules.requireDirectory(path, "path");
        Key directory = Key.of(source.container(), path);
        if (!isAllowed(session, source, Action.READ, directory)) {
            return true;
        }
        if (!intents.areEnded()) {
            // What was acknowledged when it was decided must be told, and is once it has taken effect here.
            if (gate.mustWait(ordinal -> intents.isLockedBelow(directory, ordinal))) {
                return gate.isInDoubt(session, source);
            }
            if (mustAwaitCommit()) {
                return false;
            }
        }
        feeds.begin(session, source, directory);
        return true;
    }

    private boolean isDirty(Key key) {
        @Nullable Partition owner = partitions.ownerOf(key);
        return owner != null && owner.isDirty(key);
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
        Key directory = Key.of(source.container(), path);
        if (!intents.isEmpty() && gate.mustWait(ordinal -> intents.isLockedBelow(directory, ordinal))) {
            return gate.isInDoubt(session, source);
        }
        if (waiting.hasWriteOf(session) || mustAwaitCommit()) {
            return false;
        }
        return reads.list(session, source) || fetching.fetch(reads.needed());
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
