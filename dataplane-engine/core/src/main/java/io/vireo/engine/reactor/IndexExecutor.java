package io.vireo.engine.reactor;

import io.vireo.channel.Grant;
import io.vireo.channel.Placement;
import io.vireo.channel.capnp.StructListWriter;
import io.vireo.channel.message.EntryWriter;
import io.vireo.channel.message.IndexState;
import io.vireo.channel.message.IndexWriter;
import io.vireo.channel.message.ReplyIndexesWriter;
import io.vireo.channel.message.ReplyWriter;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestScanKeyAttributeWriter;
import io.vireo.channel.message.RequestScanKeyType;
import io.vireo.channel.message.Status;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.partition.IndexQuery;
import io.vireo.engine.partition.Needed;
import io.vireo.engine.partition.Selection;
import io.vireo.engine.partition.StreamDirectory;
import io.vireo.engine.secondary.SecondaryIndexes;
import io.vireo.engine.table.IndexDefinition;
import io.vireo.engine.table.IndexEntryPaths;
import io.vireo.engine.table.KeyAttribute;
import io.vireo.engine.table.TableIndexes;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what is asked of secondary indexes, over what is committed. Threads: the reactor alone. */
final class IndexExecutor {
    private final SecondaryIndexes indexes;
    private final IndexQuery.Factory queries;
    private final StreamDirectory directory;
    private final ReadExecutor reads;
    private final int reactorCount;

    IndexExecutor(
            SecondaryIndexes indexes,
            IndexQuery.Factory queries,
            StreamDirectory directory,
            ReadExecutor reads,
            int reactorCount) {
        this.indexes = indexes;
        this.queries = queries;
        this.directory = directory;
        this.reads = reads;
        this.reactorCount = reactorCount;
    }

    /** Tells what indexes a table has; at once, or when they have caught up. */
    void describe(Session session, RequestReader request) {
        ReplyRoom room = ReplyRoom.of(session, request);
        Key table = table(request);
        if (!isAllowed(session, room, table)) {
            return;
        }
        if (request.indexes().caughtUp()) {
            indexes.whenCaughtUp(() -> reads.reply(room, target -> describe(target, table)));
        } else {
            reads.reply(room, target -> describe(target, table));
        }
    }

    private static Key table(RequestReader request) {
        byte[] path = request.pathBytes().toByteArray();
        PathRules.requireItem(path, "path");
        return Key.of(request.container(), path);
    }

    private boolean isAllowed(Session session, ReplyRoom room, Key table) {
        boolean isAllowed = session.allows(Grant.Action.LIST, table);
        if (!isAllowed) {
            reads.refuse(
                    room, Status.FORBIDDEN, "grant does not cover it: action=" + Grant.Action.LIST + " item=" + table);
        }
        return isAllowed;
    }

    private void describe(ReplyWriter target, Key table) {
        ReplyIndexesWriter group = target.initIndexes();
        group.indexesBehindBytes(indexes.behindBytes())
                .indexesBehindMs(indexes.behindMs())
                .indexesFault(indexes.fault())
                .unfitCount(indexes.unfitCount());
        @Nullable TableIndexes known = directory.indexesOf(table);
        List<IndexDefinition> all = known == null ? List.of() : known.all();
        StructListWriter<IndexWriter> list = group.initList(all.size());
        for (int i = 0; i < all.size(); i++) {
            write(list.get(i), all.get(i));
        }
    }

    private void write(IndexWriter target, IndexDefinition index) {
        target.name(index.name()).local(index.isLocal()).projection(projection(index.projection()));
        write(target.initPartition(), index.partition());
        write(target.initSort(), index.sort());
        var names = target.initNames(index.names().size());
        for (int i = 0; i < index.names().size(); i++) {
            names.set(i, index.names().get(i));
        }
        target.state(state(index)).unreadCount(indexes.unreadCount(index));
    }

    private IndexState state(IndexDefinition index) {
        if (index.isActive(reactorCount)) {
            return IndexState.ACTIVE;
        }
        return index.isDropping() && !index.isMadeAgain() ? IndexState.DROPPING : IndexState.BUILDING;
    }

    private static RequestProjection projection(IndexDefinition.Projection projection) {
        return switch (projection) {
            case KEYS -> RequestProjection.NONE;
            case ALL -> RequestProjection.USER;
            case NAMED -> RequestProjection.NAMED;
        };
    }

    private static void write(RequestScanKeyAttributeWriter target, @Nullable KeyAttribute attribute) {
        if (attribute != null) {
            target.name(attribute.name())
                    .type(
                            switch (attribute.type()) {
                                case S -> RequestScanKeyType.TEXT;
                                case N -> RequestScanKeyType.NUMBER;
                                case B -> RequestScanKeyType.BYTES;
                            });
        }
    }

    /** Answers with a page of rows, unless records must be read before, which are told. */
    List<Needed> query(Session session, RequestReader request) {
        ReplyRoom room = ReplyRoom.of(session, request);
        Key table = table(request);
        if (!isAllowed(session, room, table)) {
            return List.of();
        }
        String name = request.query().index();
        @Nullable TableIndexes known = directory.indexesOf(table);
        Optional<IndexDefinition> index = known == null ? Optional.empty() : known.find(name);
        if (index.isEmpty() || (index.get().isDropping() && !index.get().isMadeAgain())) {
            reads.refuse(room, Status.NOT_FOUND, "there is no such index: table=" + table + " index=" + name);
            return List.of();
        }
        if (!index.get().isActive(reactorCount)) {
            reads.refuse(room, Status.BUILDING, "index is not filled yet: table=" + table + " index=" + name);
            return List.of();
        }
        IndexQuery query = queries.query(request, new IndexEntryPaths(table, index.get()));
        IndexQuery.@Nullable Page page = query.page();
        if (page == null) {
            return query.needed();
        }
        reads.rows(room, page, query.selection(), owner(page));
        return List.of();
    }

    /** As the reply says it: 0, or one more than the reactor that is to be asked. */
    private int owner(IndexQuery.Page page) {
        return page.owner() == IndexQuery.Page.NOBODY_ELSE ? 0 : 1 + Placement.reactor(page.owner(), reactorCount);
    }

    /** Writes as many of the rows as fit; at least one, whatever its length. */
    static void rows(ReplyWriter target, IndexQuery.Page page, int count, Selection selection, int owner) {
        var group = target.initRows().owner(owner);
        StructListWriter<EntryWriter> list = group.initFound(count);
        for (int i = 0; i < count; i++) {
            IndexQuery.Row row = page.rows().get(i);
            ReplyEncoder.entry(list.get(i), row.key(), row.item(), selection, false);
        }
        byte[] marker = count == page.rows().size()
                ? page.marker()
                : page.rows().get(count - 1).marker();
        group.nextKey(MemorySegment.ofArray(marker), 0, marker.length);
    }
}
