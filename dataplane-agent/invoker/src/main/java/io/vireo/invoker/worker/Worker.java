package io.vireo.invoker.worker;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One worker process, from the wish for it to its end.
 *
 * <pre>
 *   STARTING ── ready ──► READY ── drain ──► DRAINING ──► GONE       (from anywhere: death, kill)
 * </pre>
 */
final class Worker {
    private static final long AHEAD_NS = 1_000_000;
    private static final int MAX_AHEAD = 32;
    private static final long DRAIN_LIMIT_NS = 900_000_000_000L;
    private static final long EXIT_LIMIT_NS = 10_000_000_000L;

    enum State {
        STARTING,
        READY,
        DRAINING,
        GONE
    }

    final String id;
    final int index;
    final int version;
    final long startedNs;
    private final long eventTimeoutNs;
    private final Map<Long, Invocation> inFlight = new LinkedHashMap<>();
    private State state = State.STARTING;
    private @Nullable WorkerChannel channel;
    private WorkerChannel.@Nullable Messages messages;
    private int concurrency = 1;
    private long meanDurationNs = Long.MAX_VALUE;
    private long headSinceNs;
    private long drainDeadlineNs = Long.MAX_VALUE;
    private boolean drainSent;
    private @Nullable Invocation slowReader;

    /**
     * @param eventTimeoutNs 0: none
     */
    Worker(String id, int index, int version, long startedNs, long eventTimeoutNs) {
        this.id = id;
        this.index = index;
        this.version = version;
        this.startedNs = startedNs;
        this.eventTimeoutNs = eventTimeoutNs;
    }

    State state() {
        return state;
    }

    @Nullable WorkerChannel channel() {
        return channel;
    }

    void connected(WorkerChannel opened, WorkerChannel.Messages receiver) {
        channel = opened;
        messages = receiver;
    }

    /** Takes up to {@code limit} messages, unless the reader of a streamed answer is behind. */
    int poll(int limit) {
        if (channel == null || messages == null || state == State.GONE) {
            return 0;
        }
        if (slowReader != null) {
            if (!slowReader.isWritable()) {
                return 0;
            }
            slowReader = null;
            channel.resume();
        }
        return channel.poll(messages, limit);
    }

    /** Takes no further messages until the reader of this answer keeps up, and runs {@code wakeUp} then. */
    void pauseFor(Invocation invocation, Runnable wakeUp) {
        if (channel != null && slowReader == null) {
            slowReader = invocation;
            channel.pause();
        }
        invocation.onWritable(wakeUp);
    }

    void ready(int eventsAtOnce) {
        if (state == State.STARTING) {
            state = State.READY;
            concurrency = Math.max(1, eventsAtOnce);
        }
    }

    /** Asks the worker to finish; it is offered nothing more. */
    void drain(long nowNs) {
        if (state == State.READY) {
            state = State.DRAINING;
            drainDeadlineNs = nowNs + DRAIN_LIMIT_NS;
            drainWhenIdle(nowNs);
        }
    }

    /** Tells a draining worker to exit once it has answered everything. */
    void drainWhenIdle(long nowNs) {
        if (state == State.DRAINING && !drainSent && inFlight.isEmpty() && channel != null) {
            drainSent = channel.offerDrain();
            drainDeadlineNs = nowNs + EXIT_LIMIT_NS;
        }
    }

    /** When a draining worker is waited for no longer. */
    long drainDeadlineNs() {
        return drainDeadlineNs;
    }

    void gone() {
        state = State.GONE;
    }

    int inFlightCount() {
        return inFlight.size();
    }

    /**
     * Whether it may be given an event now.
     *
     * <p>A handler that works on one event at a time gets others ahead only as long as they take about a millisecond together: the
     * ring then never runs dry, and no event waits behind a slow one while another worker is idle.
     */
    boolean hasRoom() {
        return state == State.READY && inFlight.size() < roomFor();
    }

    private int roomFor() {
        if (concurrency > 1) {
            return concurrency;
        }
        return meanDurationNs == Long.MAX_VALUE ? 1 : Math.clamp(AHEAD_NS / Math.max(1, meanDurationNs), 1, MAX_AHEAD);
    }

    /** Writes an event into the ring. The result is that of {@link WorkerChannel#offer}. */
    long offer(Invocation invocation, long nowNs) {
        if (channel == null) {
            return WorkerChannel.BACK_PRESSURED;
        }
        long position = channel.offer(invocation);
        if (position >= 0) {
            if (inFlight.isEmpty()) {
                headSinceNs = nowNs;
            }
            invocation.handedNs = nowNs;
            invocation.ringPosition = position;
            inFlight.put(invocation.correlationId(), invocation);
        }
        return position;
    }

    /** The event that a response is for, or null when there is none of it. */
    @Nullable Invocation inFlight(long correlationId) {
        return inFlight.get(correlationId);
    }

    /** An event is answered to its end. */
    void finished(Invocation invocation, long durationNs, long nowNs) {
        inFlight.remove(invocation.correlationId());
        headSinceNs = nowNs;
        meanDurationNs =
                meanDurationNs == Long.MAX_VALUE ? durationNs : meanDurationNs + (durationNs - meanDurationNs) / 8;
        if (channel != null) {
            channel.release(invocation);
            drainWhenIdle(nowNs);
        }
    }

    /** When the oldest event runs out of time; {@link Long#MAX_VALUE}: never. */
    long deadlineNs() {
        if (eventTimeoutNs == 0 || inFlight.isEmpty()) {
            return Long.MAX_VALUE;
        }
        Invocation head = inFlight.values().iterator().next();
        return (concurrency == 1 ? Math.max(headSinceNs, head.handedNs) : head.handedNs) + eventTimeoutNs;
    }

    /** The oldest event, when its time is over at {@code nowNs}. */
    @Nullable Invocation timedOut(long nowNs) {
        return nowNs >= deadlineNs() ? inFlight.values().iterator().next() : null;
    }

    /** Whether the worker took this event out of its ring. */
    boolean hasTaken(Invocation invocation) {
        return channel != null && invocation.ringPosition <= channel.consumedPosition();
    }

    /** Takes away the events that the worker has not taken out of its ring, in their order. */
    List<Invocation> takeUntouched() {
        List<Invocation> untouched = new ArrayList<>();
        for (Iterator<Invocation> all = inFlight.values().iterator(); all.hasNext(); ) {
            Invocation invocation = all.next();
            if (!hasTaken(invocation)) {
                all.remove();
                untouched.add(invocation);
            }
        }
        return untouched;
    }

    /** Takes away all events that are left. */
    List<Invocation> takeAll() {
        List<Invocation> all = List.copyOf(inFlight.values());
        inFlight.clear();
        return all;
    }
}
