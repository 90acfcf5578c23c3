package io.vireo.engine.reactor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Replies that wait for a commit, one behind the other in memory that is kept and grows to the most that ever waited. Threads: the reactor alone. */
final class HeldReplies {
    private static final int INITIAL_LENGTH = 16 << 10;
    private static final int INITIAL_COUNT = 64;

    /** Memory that once grew past this is given back at the next {@link #clear}. */
    private static final long KEPT_LENGTH = 4 << 20;

    private final List<Session> sessions = new ArrayList<>();
    private MemorySegment bytes = Arena.ofAuto().allocate(INITIAL_LENGTH, 8);
    private long[] correlationIds = new long[INITIAL_COUNT];
    private long[] ends = new long[INITIAL_COUNT];
    private long length;

    /** Keeps a copy of a reply. */
    void add(Session session, long correlationId, MemorySegment reply, int replyLength) {
        int index = sessions.size();
        if (index == ends.length) {
            correlationIds = Arrays.copyOf(correlationIds, index * 2);
            ends = Arrays.copyOf(ends, index * 2);
        }
        if (bytes.byteSize() - length < replyLength) {
            MemorySegment longer = Arena.ofAuto().allocate(Math.max(bytes.byteSize() * 2, length + replyLength), 8);
            MemorySegment.copy(bytes, 0, longer, 0, length);
            bytes = longer;
        }
        MemorySegment.copy(reply, 0, bytes, length, replyLength);
        length += replyLength;
        sessions.add(session);
        correlationIds[index] = correlationId;
        ends[index] = length;
    }

    int count() {
        return sessions.size();
    }

    Session session(int index) {
        return sessions.get(index);
    }

    long correlationId(int index) {
        return correlationIds[index];
    }

    /** Sends all of them. */
    void send(int kind) {
        long start = 0;
        for (int i = 0; i < sessions.size(); i++) {
            sessions.get(i).reply(kind, bytes, start, (int) (ends[i] - start));
            start = ends[i];
        }
    }

    /** Forgets all of them. */
    void clear() {
        sessions.clear();
        length = 0;
        if (bytes.byteSize() > KEPT_LENGTH) {
            bytes = Arena.ofAuto().allocate(INITIAL_LENGTH, 8);
        }
    }
}
