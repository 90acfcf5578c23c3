package io.vireo.engine.partition;

import io.vireo.channel.Grant;
import io.vireo.channel.message.RequestReader;
import io.vireo.engine.item.Key;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Who asks: what may be done for it, and what it keeps here between requests. */
public interface Client {
    /** Memory that it shares with the engine, and can change at any moment. */
    MemorySegment arena();

    /** Where in {@link #arena} the body of a request is, which says where it is in the client's own. */
    default long bodyOffset(RequestReader request) {
        return request.bodyOffset();
    }

    /** Whether its grant covers an action on a key. */
    boolean allows(Grant.Action action, Key key);

    /** A body that it staged. */
    @Nullable BodyStage stage(long id);
}
