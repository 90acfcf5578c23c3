package io.vireo.engine.partition;

import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestCreateIndexReader;
import io.vireo.channel.message.RequestProjection;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.Status;
import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Item;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.Utf8;
import io.vireo.engine.table.IndexDefinition;
import io.vireo.engine.table.KeyAttribute;
import io.vireo.engine.table.TableIndexes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Making and dropping secondary indexes, as far as a client waits for it: they are filled and cleared in the background. Threads: the reactor alone. */
final class IndexDefinitions {
    private final RecordBuilder record;

    IndexDefinitions(RecordBuilder record) {
        this.record = record;
    }

    Outcome create(RequestReader request, Key key, @Nullable Item before, Partition partition) {
        RequestCreateIndexReader create = request.createIndex();
        IndexDefinition index = IndexDefinition.create(
                text(create.nameBytes().toByteArray(), "name"),
                record.nextId(partition),
                create.local() ? null : partition(create),
                RequestExpressions.keyAttribute(create.sort()),
                projection(create.projection()),
                names(create));
        TableIndexes indexes = TableIndexes.of(key, before);
        Optional<IndexDefinition> there = indexes.find(index.name());
        if (there.isPresent()) {
            return Outcome.refused(
                    Status.EXISTS,
                    there.get().isDropping()
                            ? "entries of a dropped index of this name are still there: index=" + index.name()
                            : "there is an index of this name already: index=" + index.name());
        }
        return put(partition, key, before, indexes.with(index));
    }

    Outcome drop(RequestReader request, Key key, @Nullable Item before, Partition partition) {
        String name = text(request.dropIndex().nameBytes().toByteArray(), "name");
        TableIndexes indexes = TableIndexes.of(key, before);
        Optional<IndexDefinition> index = indexes.find(name).filter(each -> !each.isDropping() || each.isMadeAgain());
        return index.isPresent()
                ? put(partition, key, before, indexes.dropped(index.get().id()))
                : Outcome.refused(Status.NOT_FOUND, "there is no index of this name: index=" + name);
    }

    private Outcome put(Partition partition, Key key, @Nullable Item before, TableIndexes indexes) {
        ItemDraft draft = new ItemDraft(before, ItemKind.ITEM);
        draft.attributes = indexes.toAttributes();
        return record.put(partition, key, draft);
    }

    private static String text(byte[] utf8, String field) {
        if (utf8.length > Limits.ATTRIBUTE_NAME_LENGTH) {
            throw new InvalidRequestException("name is too long: field=" + field + " length=" + utf8.length + " limit="
                    + Limits.ATTRIBUTE_NAME_LENGTH);
        }
        return Utf8.decode(utf8, field);
    }

    private static KeyAttribute partition(RequestCreateIndexReader create) {
        @Nullable KeyAttribute partition = RequestExpressions.keyAttribute(create.partition());
        if (partition == null) {
            throw new InvalidRequestException("global index has no partition key: field=partition");
        }
        return partition;
    }

    private static IndexDefinition.Projection projection(RequestProjection projection) {
        return switch (projection) {
            case NONE -> IndexDefinition.Projection.KEYS;
            case USER -> IndexDefinition.Projection.ALL;
            case NAMED -> IndexDefinition.Projection.NAMED;
            case ALL, EXPRESSION, UNRECOGNIZED ->
                throw new InvalidRequestException(
                        "entries hold none, the user's, or named attributes: field=projection");
        };
    }

    private static List<String> names(RequestCreateIndexReader create) {
        if (create.names().count() > Limits.INDEX_PROJECTION_COUNT) {
            throw new InvalidRequestException("index holds too many attributes: field=names count="
                    + create.names().count() + " limit=" + Limits.INDEX_PROJECTION_COUNT);
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < create.names().count(); i++) {
            names.add(text(create.names().bytes(i).toByteArray(), "names"));
        }
        return names;
    }
}
