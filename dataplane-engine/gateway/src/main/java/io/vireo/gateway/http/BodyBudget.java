package io.vireo.gateway.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the bytes of all request bodies that are held whole at a time. Threads: any. */
final class BodyBudget {
    private final long capacityBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    BodyBudget(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    boolean tryReserve(long bytes) {
        long used = usedBytes.addAndGet(bytes);
        if (used > capacityBytes) {
            usedBytes.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void release(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    long usedBytes() {
        return usedBytes.get();
    }
}
