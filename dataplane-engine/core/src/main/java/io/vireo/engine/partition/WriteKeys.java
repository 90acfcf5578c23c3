package io.vireo.engine.partition;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.engine.Limits;
import io.vireo.engine.item.InvalidRequestException;
import io.vireo.engine.item.Key;
import io.vireo.engine.item.PathRules;
import io.vireo.engine.store.Store;
import io.vireo.engine.table.IndexPaths;
import java.util.ArrayList;
import java.util.List;

/** Which keys a request is about, and writes. Threads: any. */
public final class WriteKeys {
    private WriteKeys() {}

    /** The key that a request is about, checked. */
    public static Key own(RequestReader request) {
        byte[] path = request.pathBytes().toByteArray();
        PathRules.requireItem(path, "path");
        requireContainer(request.container());
        Key key = Key.of(request.container(), path);
        return isOfIndexes(request.which()) ? IndexPaths.definition(key) : key;
    }

    /** The key that a client has to be allowed to write: that of the table, when its indexes are changed. */
    public static Key subject(RequestReader request, Key key) {
        return isOfIndexes(request.which()) ? IndexPaths.table(key) : key;
    }

    static boolean isOfIndexes(RequestWhich which) {
        return which == RequestWhich.CREATE_INDEX || which == RequestWhich.DROP_INDEX;
    }

    /** Admits the number of a container: one that starts with what keys start with that are no items is nobody's. */
    private static void requireContainer(long container) {
        if (container >>> 56 == Byte.toUnsignedInt(Store.OTHER)) {
            throw new InvalidRequestException(
                    "container is out of range: field=container value=" + Long.toUnsignedString(container));
        }
    }

    /** The keys that a request which is not a batch writes, its own first. */
    public static List<Key> of(RequestReader request, Key own) {
        List<Key> parts = otherKeys(request);
        if (parts.isEmpty()) {
            return List.of(own);
        }
        List<Key> keys = new ArrayList<>(parts.size() + 1);
        keys.add(own);
        keys.addAll(parts);
        return keys;
    }

    /** Keys beside its own that a request writes. */
    private static List<Key> otherKeys(RequestReader request) {
        return switch (request.which()) {
            case PUT -> BodyBuilder.partKeys(request);
            case RENAME -> List.of(Renames.target(request));
            default -> List.of();
        };
    }

    /** The keys of a batch, one or more; the reactor of the first must be that of all. Only the first is checked. */
    public static List<Key> ofBatch(RequestReader batch) {
        StructListReader<RequestReader> requests = batch.batch().requests();
        if (requests.count() == 0 || requests.count() > Limits.BATCH_COUNT) {
            throw new InvalidRequestException("batch has no requests, or too many: field=requests count="
                    + requests.count() + " limit=" + Limits.BATCH_COUNT);
        }
        List<Key> keys = new ArrayList<>(requests.count());
        keys.add(own(requests.get(0)));
        for (int i = 1; i < requests.count(); i++) {
            RequestReader request = requests.get(i);
            keys.add(Key.of(request.container(), request.pathBytes().toByteArray()));
        }
        for (int i = 0; i < requests.count(); i++) {
            keys.addAll(otherKeys(requests.get(i)));
        }
        return keys;
    }

    /** The keys that a batch does not write, but relies on as they are. */
    public static List<Key> checkedBy(RequestReader batch) {
        if (batch.which() != RequestWhich.BATCH) {
            return List.of();
        }
        StructListReader<RequestReader> requests = batch.batch().requests();
        List<Key> keys = new ArrayList<>();
        for (int i = 0; i < requests.count(); i++) {
            RequestReader request = requests.get(i);
            if (request.which() == RequestWhich.CHECK) {
                keys.add(Key.of(request.container(), request.pathBytes().toByteArray()));
            }
        }
        return keys;
    }

    /** The keys of a batch, or of a rename, whoever has them. */
    public static List<Key> ofTransaction(RequestReader request) {
        return request.which() == RequestWhich.BATCH ? ofBatch(request) : of(request, own(request));
    }
}
