package io.vireo.engine.reactor;

import io.vireo.channel.message.RequestReader;
import io.vireo.engine.Limits;
import io.vireo.engine.partition.Bodies;

/**
 * Where a reply goes: to a client, who may have kept room in its arena for a body, or for a reply that is too long for the ring.
 *
 * @param offset of the room in the arena, unchecked
 * @param capacity of the room, unchecked
 */
record ReplyRoom(Session session, long correlationId, long offset, long capacity) {
    static ReplyRoom of(Session session, RequestReader request) {
        return new ReplyRoom(session, request.correlationId(), request.replyOffset(), request.replyCapacity());
    }

    void requireInArena() {
        Bodies.requireInArena(session.arena(), offset, capacity, "reply");
    }

    /** What a reply may take, in the ring or in the arena. */
    int replyLengthMax() {
        if (capacity > 0) {
            requireInArena();
        }
        return Math.max(session.connection().maxMessageLength(), (int) Math.min(capacity, Limits.BODY_PART_LENGTH));
    }
}
