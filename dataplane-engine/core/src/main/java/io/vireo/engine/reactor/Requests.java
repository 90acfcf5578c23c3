package io.vireo.engine.reactor;

import io.vireo.channel.Grant.Action;
import io.vireo.channel.capnp.MalformedMessageException;
import io.vireo.channel.capnp.TextListReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.partition.Partition;
import io.vireo.engine.partition.PartitionSet;
import io.vireo.engine.partition.Writes;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
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

    /** A read that has to wait for the commit of what it would see. */
    private record Deferred(Session session, byte[] message) {}

    private final PartitionSet partitions;
    private final Committer committer;
    private final ReadExecutor reads;
    private final Peers peers;
    private final ReplyEncoder encoder;
    private final EpochClock clock;
    private final Consumer<Throwable> faults;
    private final RequestReader request = new RequestReader();
    private final List<Deferred> deferred = new ArrayList<>();

    /** Of the request that is being executed: whether another reactor has something below its path. */
    private boolean peersHaveChildren;

    Requests(
            PartitionSet partitions,
            Committer committer,
            ReadExecutor reads,
            Peers peers,
            ReplyEncoder encoder,
            EpochClock clock,
            Consumer<Throwable> faults) {
        this.partitions = partitions;
        this.committer = committer;
        this.reads = reads;
        this.peers = peers;
        this.encoder = encoder;
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
        if (mustAskPeers(request)) {
            byte[] message = buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE);
            Key directory = Key.of(request.container(), request.pathBytes().toByteArray());
            peers.askForChildren(directory, hasChildren -> executeAnswered(session, message, hasChildren));
        } else if (!execute(session, request)) {
            deferred.add(new Deferred(session, buffer.asSlice(offset, length).toArray(ValueLayout.JAVA_BYTE)));
        }
    }

    /** Whether a request is decided by what is below a directory, which may be with other reactors. */
    private boolean mustAskPeers(RequestReader source) {
        RequestWhich which = source.which();
        return !peers.isEmpty() && (which == RequestWhich.DELETE || which == RequestWhich.CREATE_STREAM);
    }

    /** Executes a request for which all other reactors have said whether they have children of its directory. */
    private void executeAnswered(Session session, byte[] message, boolean hasChildren) {
        if (session.connection().isClosed()) {
            return;
        }
        try {
            request.wrap(MemorySegment.ofArray(message), 0, message.length);
            peersHaveChildren = hasChildren;
            execute(session, request);
        } catch (MalformedMessageException e) {
            session.connection().close("peer sent a malformed message: " + e.getMessage());
        } finally {
            peersHaveChildren = false;
        }
    }

    /** Executes the reads that waited for a commit, which has been. */
    int executeDeferred() {
        int count = deferred.size();
        for (Deferred read : deferred) {
            executeDeferred(read);
        }
        deferred.clear();
        return count;
    }

    private void executeDeferred(Deferred read) {
        if (read.session().connection().isClosed()) {
            return;
        }
        try {
            request.wrap(MemorySegment.ofArray(read.message()), 0, read.message().length);
            boolean isDone = execute(read.session(), request);
            assert isDone : "nothing is dirty after a commit";
        } catch (MalformedMessageException e) {
            read.session().connection().close("peer sent a malformed message: " + e.getMessage());
        }
    }

    /** False for a read of what is not committed: to be asked for again after the commit. */
    private boolean execute(Session session, RequestReader source) {
        long correlationId = source.correlationId();
        try {
            return dispatch(session, source);
        } catch (InvalidRequestException e) {
            committer.refuseInvalid(session, correlationId, e.getMessage());
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
        if (session.connection().grant().isExpired(Math.floorDiv(clock.nowNs(), NS_PER_SECOND))) {
            refuse(session, source.correlationId(), Status.FORBIDDEN, "grant of the channel has expired");
            return true;
        }
        switch (which) {
            case PING -> reads.ping(session, source);
            case RELEASE -> reads.release(session, source);
            case LIST -> {
                return list(session, source);
            }
            case BATCH -> {
                Key first = Writes.firstKey(source);
                committer.batch(session, source, owner(first));
            }
            case PUT, UPDATE, CREATE_STREAM, APPEND, STAGE, DELETE -> write(session, source, which);
            case GET, SEEK, READ -> {
                return read(session, source, which);
            }
            case UNRECOGNIZED -> throw new InvalidRequestException("operation is not known to this engine");
        }
        return true;
    }

    private void write(Session session, RequestReader source, RequestWhich which) {
        Key key = Writes.key(source);
        if (!isAllowed(session, source, which == RequestWhich.DELETE ? Action.DELETE : Action.WRITE, key)) {
            return;
        }
        Partition partition = owner(key);
        if (peersHaveChildren) {
            refuseForChildren(session, source, which, key, partition.find(key));
            return;
        }
        if (which == RequestWhich.STAGE) {
            committer.stage(session, source, partition);
        } else {
            committer.write(session, source, key, partition);
        }
    }

    private void refuseForChildren(
            Session session, RequestReader source, RequestWhich which, Key key, @Nullable Item item) {
        boolean isDelete = which == RequestWhich.DELETE;
        if (isDelete
                ? item != null && !item.isDirectory()
                : source.createStream().update()) {
            committer.write(session, source, key, owner(key));
            return;
        }
        refuse(
                session,
                source.correlationId(),
                isDelete ? Status.NOT_EMPTY : Status.EXISTS,
                isDelete ? "directory is not empty: item=" + key : "there is a directory already: item=" + key);
    }

    private boolean read(Session session, RequestReader source, RequestWhich which) {
        Key key = Writes.key(source);
        if (!isAllowed(session, source, Action.READ, key)) {
            return true;
        }
        Partition partition = owner(key);
        if (which == RequestWhich.GET) {
            if (partition.isDirty(key)) {
                return false;
            }
            reads.get(session, source, key, partition.find(key));
            return true;
        }
        @Nullable Partition parentOwner = partitions.ownerOf(key.parent());
        if (partition.isDirty(key) || (parentOwner != null && parentOwner.isDirty(key.parent()))) {
            return false;
        }
        if (which == RequestWhich.SEEK) {
            reads.seek(session, source, key);
        } else {
            reads.read(session, source, key);
        }
        return true;
    }

    private boolean list(Session session, RequestReader source) {
        byte[] path = source.pathBytes().toByteArray();
        PathRules.requireDirectory(path, "path");
        if (!isAllowed(session, source, Action.LIST, Key.of(source.container(), path))) {
            return true;
        }
        if (partitions.isDirty()) {
            return false;
        }
        reads.list(session, source);
        return true;
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

    /** The names of a named projection. */
    static List<String> names(TextListReader source) {
        if (source.count() > Limits.ATTRIBUTE_COUNT) {
            throw new InvalidRequestException(
                    "too many names: field=names count=" + source.count() + " limit=" + Limits.ATTRIBUTE_COUNT);
        }
        List<String> names = new ArrayList<>(source.count());
        for (int i = 0; i < source.count(); i++) {
            names.add(Utf8.decode(source.bytes(i).toByteArray(), "names"));
        }
        return names;
    }
}
