package io.vireo.engine.partition;

import io.vireo.channel.Grant;
import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestPutMode;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.expression.Condition;
import io.vireo.engine.expression.ExpressionCache;
import io.vireo.engine.index.IndexMemory;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.KeyView;
import io.vireo.engine.journal.Journal;
import io.vireo.engine.store.CorruptRecordException;
import io.vireo.engine.table.IndexPaths;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each writing request does: it decides over the state as it is now, writes entries into the journal record that is being built, and applies them.
 *
 * <p>Each change is a record of its own. Where a method returns null, the journal had no room: the caller takes back what was applied, makes room, and asks again. What a
 * client asked for wrongly is an {@link InvalidRequestException}. Threads: the reactor alone.
 */
public final class Writes {
    /** Of the memory for the index, what is left for what is in hand when no more is taken; of a small memory, a quarter. */
    private static final long INDEX_MARGIN = 4 << 20;

    private final RecordBuilder record;
    private final ItemWrites items;
    private final StreamWrites streams;
    private final Renames renames;
    private final IndexDefinitions indexes;
    private final PlainPuts plainPuts;
    private final Tokens tokens;
    private final PartitionSet partitions;
    private final RequestExpressions expressions;
    private final IndexMemory memory;
    private final EpochClock clock;

    /** The request that is executed is a rename to another reactor. */
    private boolean isDeparture;

    /** Works on these parts of a reactor. */
    public Writes(
            Journal journal,
            Bodies bodies,
            ItemReader reader,
            PartitionSet partitions,
            StreamDirectory directory,
            ExpressionCache expressions,
            IndexMemory memory,
            EpochClock clock) {
        this.plainPuts = new PlainPuts(journal, reader.records(), clock);
        this.record = new RecordBuilder(journal, new BodyBuilder(journal, bodies, reader, clock), clock);
        this.expressions = new RequestExpressions(expressions);
        this.items = new ItemWrites(record, partitions, directory, this.expressions);
        this.streams = new StreamWrites(record, partitions, directory);
        this.indexes = new IndexDefinitions(record);
        this.tokens = new Tokens(record, clock);
        this.renames = new Renames(record, partitions, directory, clock);
        this.partitions = partitions;
        this.memory = memory;
        this.clock = clock;
    }

    /** Why a key is not a shard of a stream; null when it is. */
    @Nullable Outcome shardRefusal(Key key, @Nullable ItemKind there) {
        return streams.shardRefusal(key, there);
    }

    /** Stages that the last request took over; to be forgotten once its record is complete. */
    public List<Long> consumedStages() {
        return record.bodies().consumedStages();
    }

    /** What was answered to requests that came with tokens. */
    public Tokens tokens() {
        return tokens;
    }

    /** Adds what must be in memory beside the records of a write's keys: blocks of a body that it cuts. */
    public void addNeeded(RequestReader request, Key key, Partition partition, Client client, List<Needed> target) {
        if (request.which() == RequestWhich.PUT) {
            record.bodies().addNeeded(request, key, partition, client, target);
        }
    }

    /** As {@link #addNeeded}, of all parts of a batch; a body that an earlier part renames is still where it was. */
    public void addNeededOfBatch(RequestReader batch, Client client, List<Needed> target) {
        StructListReader<RequestReader> requests = batch.batch().requests();
        Map<Key, Key> origins = new HashMap<>();
        for (int i = 0; i < requests.count(); i++) {
            RequestReader request = requests.get(i);
            Key key = Key.of(request.container(), request.pathBytes().toByteArray());
            Key origin = origins.getOrDefault(key, key);
            @Nullable Partition owner = partitions.ownerOf(origin);
            if (request.which() == RequestWhich.RENAME) {
                origins.put(Renames.target(request), origin);
            } else if (owner != null) {
                addNeeded(request, origin, owner, client, target);
            }
        }
    }

    /** The partitions that writes of these keys may change, as far as they are of this reactor. */
    public List<Partition> owners(List<Key> keys) {
        Set<Partition> owners = new LinkedHashSet<>();
        for (Key key : keys) {
            @Nullable Partition owner = partitions.ownerOf(key);
            if (owner != null) {
                owners.add(owner);
            }
        }
        return List.copyOf(owners);
    }

    /** Executes one request that is not a batch. */
    public @Nullable Outcome execute(RequestReader request, Key key, Partition partition, Client client) {
        record.clear();
        return dispatch(request, key, partition, client);
    }

    /** Executes a put of attributes and nothing else, as {@link PlainPuts#put} tells. */
    public @Nullable ItemView putPlain(RequestReader request, KeyView key, Partition partition) {
        return plainPuts.put(request, key, partition, !isIndexFull());
    }

    /** Adds bytes to a stage; false when the journal has no room. */
    public boolean stage(RequestReader request, BodyStage stage, Partition partition, Client client) {
        record.clear();
        long length = stage.length() + request.bodyLength();
        if (length > Limits.BODY_LENGTH) {
            throw new InvalidRequestException(
                    "body is too long: field=bodyLength length=" + length + " limit=" + Limits.BODY_LENGTH);
        }
        return request.bodyLength() == 0
                || (record.begin(partition) && record.bodies().stage(request, stage, client) && record.end());
    }

    /** Whether a batch is about items of other reactors, too. */
    public boolean isSpanning(List<Key> keysOfBatch) {
        for (Key key : keysOfBatch) {
            if (partitions.ownerOf(key) == null) {
                return true;
            }
        }
        return false;
    }

    /** Those of the keys that are of this reactor. */
    public List<Key> own(List<Key> keysOfBatch) {
        return keysOfBatch.stream()
                .filter(key -> partitions.ownerOf(key) != null)
                .toList();
    }

    /**
     * Executes what a batch says of items of this reactor: it is one frame of its log, whatever partitions it is about.
     *
     * @param parents below which another reactor has something
     */
    public @Nullable Batch executeBatch(RequestReader request, Client client, Set<Key> parents) {
        record.clear();
        return executeParts(request, client, parents);
    }

    /**
     * Makes an intent of what a transaction says of items of this reactor. The keys are locked then, and nothing else is changed.
     *
     * @param parents below which another reactor has something
     */
    public @Nullable Batch intend(TransactionId id, RequestReader request, Client client, Set<Key> parents) {
        List<Partition> owners = owners(WriteKeys.ofTransaction(request));
        int[] marks = new int[owners.size()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = owners.get(i).store().mark();
        }
        record.clear();
        record.intend(id);
        isDeparture = request.which() == RequestWhich.RENAME;
        @Nullable Batch batch = isDeparture
                ? Batch.of(executeInBatch(request, client, parents))
                : executeParts(request, client, parents);
        isDeparture = false;
        if (batch != null && batch.isDone()) {
            for (int i = 0; i < marks.length; i++) {
                owners.get(i).store().rollBack(marks[i]);
            }
            record.applyIntent();
        }
        return batch;
    }

    /**
     * Executes what a transaction says of items of this reactor, and decides it: that is one frame, and the moment.
     *
     * @param votes what became of it on the other reactors
     * @param reactors that have an intent
     */
    public @Nullable Batch decide(
            TransactionId id,
            RequestReader request,
            Client client,
            Set<Key> parents,
            Batch votes,
            Collection<Integer> reactors) {
        @Nullable Batch batch = request.which() == RequestWhich.RENAME
                ? Batch.of(arrive(request, client, votes))
                : executeBatch(request, client, parents);
        if (batch == null || !batch.isDone()) {
            return batch;
        }
        return record.decide(home(request), id, reactors) ? batch : null;
    }

    private @Nullable Outcome arrive(RequestReader request, Client client, Batch votes) {
        Item moved = Objects.requireNonNull(votes.outcomes().getFirst().item());
        return isIndexFull()
                ? Outcome.refused(Status.BUSY, indexMemoryFault().orElseThrow())
                : renames.arrive(request, moved, client);
    }

    /** The partition that a transaction's decision, and the token of any write, is noted in. */
    public Partition home(RequestReader request) {
        return owners(WriteKeys.ofTransaction(request)).getFirst();
    }

    private @Nullable Batch executeParts(RequestReader request, Client client, Set<Key> parents) {
        StructListReader<RequestReader> requests = request.batch().requests();
        List<Outcome> outcomes = new ArrayList<>(requests.count());
        for (int i = 0; i < requests.count(); i++) {
            @Nullable Outcome outcome = requests.get(i).token().length() > 0
                    ? Outcome.refused(Status.INVALID, "a request of a batch has no token of its own: field=token")
                    : executeInBatch(requests.get(i), client, parents);
            if (outcome == null) {
                return null;
            }
            outcomes.add(outcome);
            if (!outcome.isDone()) {
                return new Batch(outcomes, i);
            }
        }
        return new Batch(outcomes, -1);
    }

    private @Nullable Outcome executeInBatch(RequestReader request, Client client, Set<Key> parents) {
        try {
            RequestWhich which = request.which();
            boolean isAllowed = which == RequestWhich.PUT
                    || which == RequestWhich.CHECK
                    || which == RequestWhich.UPDATE
                    || which == RequestWhich.DELETE
                    || which == RequestWhich.APPEND
                    || which == RequestWhich.RENAME;
            if (!isAllowed) {
                throw new InvalidRequestException(
                        "batch takes put, update, delete, append, rename and check alone: field=requests found="
                                + which);
            }
            Key key = WriteKeys.own(request);
            Grant.Action action = action(which);
            if (!client.allows(action, key)) {
                return Outcome.refused(Status.FORBIDDEN, "grant does not cover it: action=" + action + " item=" + key);
            }
            @Nullable Partition owner = partitions.ownerOf(key);
            if (owner == null) {
                return Outcome.ELSEWHERE;
            }
            if (parents.contains(key) && EmptyDirectories.mustBeEmpty(which, owner.kind(key))) {
                return Outcome.refused(Status.NOT_EMPTY, "directory is not empty: item=" + key);
            }
            return dispatch(request, key, owner, client);
        } catch (InvalidRequestException e) {
            return Outcome.refused(Status.INVALID, String.valueOf(e.getMessage()));
        }
    }

    /** What a client must be allowed to do with the path of a write. */
    public static Grant.Action action(RequestWhich which) {
        if (which == RequestWhich.CHECK) {
            return Grant.Action.READ;
        }
        boolean isRemoved =
                which == RequestWhich.DELETE || which == RequestWhich.RENAME || which == RequestWhich.DROP_INDEX;
        return isRemoved ? Grant.Action.DELETE : Grant.Action.WRITE;
    }

    private @Nullable Outcome dispatch(RequestReader request, Key key, Partition partition, Client client) {
        RequestWhich which = request.which();
        if (which == RequestWhich.CHECK) {
            return check(request, key, partition);
        }
        requireOwn(which, key);
        @Nullable Item before = before(request, which, key, partition);
        if (before != null && before.isExpired(partition.presentNs(clock.nowNs()))) {
            if (!record.remove(partition, key, before)) {
                return null;
            }
            before = null;
        }
        @Nullable Outcome refusal = refusal(request, which, key, before);
        if (refusal != null) {
            return refusal;
        }
        if (which == RequestWhich.RENAME && isDeparture) {
            return renames.depart(request, key, before, partition, client);
        }
        if (which == RequestWhich.RENAME) {
            return renames.rename(request, key, before, partition, client);
        }
        if (!record.begin(partition)) {
            return null;
        }
        @Nullable Outcome outcome = changeOrRefusal(request, which, key, before, partition, client);
        boolean isWhole = outcome == null || !outcome.isDone() || record.end();
        return isWhole ? outcome : null;
    }

    /** Looks whether an item is as a batch wants it to be. */
    private Outcome check(RequestReader request, Key key, Partition partition) {
        @Nullable Item found = partition.find(key);
        boolean isThere = found != null && !found.isExpired(partition.presentNs(clock.nowNs()));
        @Nullable Item there = isThere ? found : null;
        @Nullable Outcome refusal = refusal(request, RequestWhich.CHECK, key, there);
        return refusal == null ? Outcome.done(key, there) : refusal;
    }

    /** Refuses to write what the engine keeps for secondary indexes. What is left of a container's can be deleted. */
    static void requireOwn(RequestWhich which, Key key) {
        if (IndexPaths.isKept(key) && which != RequestWhich.DELETE && !WriteKeys.isOfIndexes(which)) {
            throw new InvalidRequestException("path is kept for secondary indexes: field=path item=" + key);
        }
    }

    /** What is there now. Of what is damaged the index knows enough for it to be deleted or replaced. */
    private static @Nullable Item before(RequestReader request, RequestWhich which, Key key, Partition partition) {
        try {
            return partition.find(key);
        } catch (CorruptRecordException e) {
            boolean isReplaced = which == RequestWhich.DELETE
                    || (which == RequestWhich.PUT && request.put().mode() == RequestPutMode.REPLACE);
            if (!isReplaced || RequestExpressions.hasCondition(request)) {
                throw e;
            }
            return partition.damaged(key);
        }
    }

    private @Nullable Outcome changeOrRefusal(
            RequestReader request,
            RequestWhich which,
            Key key,
            @Nullable Item before,
            Partition partition,
            Client client) {
        try {
            return change(request, which, key, before, partition, client);
        } catch (BodyBuilder.RefusedBodyException e) {
            return e.outcome();
        }
    }

    private @Nullable Outcome change(
            RequestReader request,
            RequestWhich which,
            Key key,
            @Nullable Item before,
            Partition partition,
            Client client) {
        return switch (which) {
            case PUT -> items.put(request, key, before, partition, client);
            case UPDATE -> items.update(request, key, before, partition);
            case DELETE -> items.delete(request, key, before, partition);
            case CREATE_STREAM -> streams.create(request, key, before, partition);
            case APPEND -> streams.append(request, key, before, partition);
            case CREATE_INDEX -> indexes.create(request, key, before, partition);
            case DROP_INDEX -> indexes.drop(request, key, before, partition);
            case PING,
                    GET,
                    LIST,
                    STAGE,
                    RELEASE,
                    SEEK,
                    READ,
                    BATCH,
                    FEED,
                    RENAME,
                    INDEXES,
                    QUERY,
                    CHECK,
                    UNRECOGNIZED -> throw new IllegalArgumentException("not a write: " + which);
        };
    }

    /** Why a write must not be, whatever it is: memory, version, condition. An update looks at its condition itself: it may have an alternate. */
    private @Nullable Outcome refusal(RequestReader request, RequestWhich which, Key key, @Nullable Item before) {
        boolean isNew = (before == null && which != RequestWhich.CHECK) || which == RequestWhich.APPEND;
        if (which != RequestWhich.DELETE && isNew && isIndexFull()) {
            return Outcome.refused(Status.BUSY, indexMemoryFault().orElseThrow());
        }
        @Nullable Outcome versionRefusal = versionRefusal(request, before);
        if (versionRefusal != null || which == RequestWhich.UPDATE) {
            return versionRefusal;
        }
        Condition condition = expressions.of(request).condition();
        expressions.requireAllUsed();
        return condition.holds(ItemScope.of(key, before)) ? null : conditionFailed();
    }

    /** Why no new key can be taken, if so. */
    Optional<String> indexMemoryFault() {
        return isIndexFull()
                ? Optional.of("memory for the index is used up: used=" + memory.usedBytes() + " limit="
                        + memory.budgetBytes())
                : Optional.empty();
    }

    private boolean isIndexFull() {
        long margin = Math.min(INDEX_MARGIN, memory.budgetBytes() / 4);
        return memory.usedBytes() > memory.budgetBytes() - margin;
    }

    static @Nullable Outcome versionRefusal(RequestReader request, @Nullable Item before) {
        long expected = request.expectedVersion();
        long version = before == null ? 0 : before.version();
        return expected == 0 || expected == version
                ? null
                : Outcome.refused(
                        Status.VERSION_CHANGED,
                        "item has another version: expected=" + expected + " version=" + version);
    }

    static Outcome conditionFailed() {
        return Outcome.refused(Status.CONDITION_FAILED, "condition does not hold");
    }
}
