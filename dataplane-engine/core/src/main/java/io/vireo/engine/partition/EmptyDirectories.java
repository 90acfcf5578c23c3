package io.vireo.engine.partition;

import io.vireo.channel.capnp.StructListReader;
import io.vireo.channel.message.ItemKind;
import io.vireo.channel.message.RequestReader;
import io.vireo.channel.message.RequestWhich;
import io.vireo.engine.Limits;
import io.vireo.engine.item.Key;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which directories a request wants nothing below: what is below one may be with any reactor. */
public final class EmptyDirectories {
    private EmptyDirectories() {}

    /** Of what must have nothing below it to be deleted, or made, the keys: other reactors are to be asked. Nothing is checked. */
    public static List<Key> of(RequestReader request) {
        return switch (request.which()) {
            case DELETE, CREATE_STREAM, RENAME ->
                List.of(Key.of(request.container(), request.pathBytes().toByteArray()));
            case BATCH -> {
                StructListReader<RequestReader> requests = request.batch().requests();
                List<Key> keys = new ArrayList<>();
                for (int i = 0; i < Math.min(requests.count(), Limits.BATCH_COUNT); i++) {
                    RequestReader part = requests.get(i);
                    if (part.which() == RequestWhich.DELETE || part.which() == RequestWhich.RENAME) {
                        keys.add(Key.of(part.container(), part.pathBytes().toByteArray()));
                    }
                }
                yield keys;
            }
            default -> List.of();
        };
    }

    /** Whether a delete or a rename of what is of this kind must have nothing below it. */
    public static boolean mustBeEmpty(RequestWhich which, @Nullable ItemKind kind) {
        return switch (which) {
            case DELETE -> kind == null || kind == ItemKind.DIRECTORY || kind == ItemKind.STREAM;
            case RENAME -> kind == ItemKind.DIRECTORY;
            default -> false;
        };
    }

    /** Whether what other reactors have below its path is in the way of a request. */
    public static boolean isRefused(RequestReader request, @Nullable ItemKind kind) {
        return request.which() == RequestWhich.CREATE_STREAM
                ? !request.createStream().update()
                : mustBeEmpty(request.which(), kind);
    }
}
