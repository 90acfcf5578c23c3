package io.vireo.client;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Buffers for pieces of bodies on their way out, all of one length, as many as the budget allows. Who comes when all are in use
 * waits in line. Threads: any.
 */
final class ChunkPool {
    private final int chunkLength;
    private final int maxChunks;
    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private final ArrayDeque<CompletableFuture<ByteBuffer>> line = new ArrayDeque<>();
    private int made;

    ChunkPool(int chunkLength, long budgetBytes) {
        this.chunkLength = chunkLength;
        this.maxChunks = (int) Math.max(1, budgetBytes / chunkLength);
    }

    /** A cleared buffer, now or when one is free. */
    CompletableFuture<ByteBuffer> take() {
        synchronized (this) {
            ByteBuffer buffer = free.pollFirst();
            if (buffer == null && made < maxChunks) {
                made++;
                buffer = ByteBuffer.allocateDirect(chunkLength);
            }
            if (buffer == null) {
                CompletableFuture<ByteBuffer> later = new CompletableFuture<>();
                line.add(later);
                return later;
            }
            return CompletableFuture.completedFuture(buffer.clear());
        }
    }

    /** A cleared buffer for what may never be needed: null when half of the budget is in use, which is for what is. */
    synchronized @Nullable ByteBuffer takeSpare() {
        if (made - free.size() >= maxChunks / 2) {
            return null;
        }
        ByteBuffer buffer = free.pollFirst();
        if (buffer == null) {
            made++;
            buffer = ByteBuffer.allocateDirect(chunkLength);
        }
        return buffer.clear();
    }

    void giveBack(ByteBuffer buffer) {
        CompletableFuture<ByteBuffer> next;
        synchronized (this) {
            next = line.pollFirst();
            if (next == null) {
                free.addFirst(buffer);
                return;
            }
        }
        if (!next.complete(buffer.clear())) {
            giveBack(buffer);
        }
    }

    int chunkLength() {
        return chunkLength;
    }
}
