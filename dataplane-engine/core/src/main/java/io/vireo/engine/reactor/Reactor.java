package io.vireo.engine.reactor;

import io.vireo.engine.Limits;
import io.vireo.engine.feed.FeedReader;
import io.vireo.engine.io.DiskCalls;
import io.vireo.engine.io.EpochClock;
import io.vireo.engine.maintenance.Maintenance;
import io.vireo.engine.secondary.SecondaryIndexes;
import io.vireo.engine.store.SegmentUse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a core: it takes a bounded number of requests from each channel, executes them, commits what they wrote with one write and one fsync, answers,
 * and waits when there was nothing to do. It owns its partitions, its journal and its channels; nothing else touches them, so nothing is locked.
 */
public final class Reactor implements Runnable {
    /** Longest sleep: what comes by the clock alone is nothing that hurries. */
    private static final long SLEEP_NS = 1_000_000_000L;

    /** Longest sleep while a client's ring is full: a client that makes room does not ring for it. */
    private static final long BACK_PRESSURED_SLEEP_NS = 1_000_000L;

    /** A client that takes no reply for so long loses its channel. */
    private static final long BACK_PRESSURE_LIMIT_NS = 30_000_000_000L;

    /** Requests that are taken before the clock is looked at. */
    private static final int POLL_COUNT = 8;

    /** Time that one client gets in a round. */
    private static final long CHANNEL_ROUND_NS = 500_000L;

    private final EpochClock clock;
    private final Entrance entrance;
    private final Requests requests;
    private final Committer committer;
    private final Maintenance maintenance;
    private final SecondaryIndexes indexes;
    private final FeedReader feeds;
    private final Coordinator coordinator;
    private final Participant participant;
    private final DiskCalls calls;
    private final Stages stages;
    private final SegmentUse use;
    private final Inbox inbox;
    private final Runnable wake;
    private final List<Session> sessions = new ArrayList<>();
    private volatile boolean isStopping;

    Reactor(
            ReactorConfig config,
            Entrance entrance,
            Requests requests,
            Committer committer,
            Maintenance maintenance,
            SecondaryIndexes indexes,
            FeedReader feeds,
            Coordinator coordinator,
            Participant participant,
            Stages stages,
            SegmentUse use,
            Inbox inbox) {
        this.clock = config.clock();
        this.entrance = entrance;
        this.wake = config.wake();
        this.maintenance = maintenance;
        this.indexes = indexes;
        this.feeds = feeds;
        this.coordinator = coordinator;
        this.participant = participant;
        this.requests = requests;
        this.committer = committer;
        this.calls = config.calls();
        this.stages = stages;
        this.use = use;
        this.inbox = inbox;
    }

    /** Ends {@link #run} when what was asked for and taken is answered. Any thread. */
    public void stop() {
        isStopping = true;
        wake.run();
    }

    @Override
    public void run() {
        try (calls) { // closed by the thread that used it, with what is still under way
            while (!isStopping || !isIdle()) {
                round();
            }
        } finally {
            for (Session session : sessions) {
                session.connection().close("engine stopped");
            }
        }
    }

    /** One turn of the loop, the wait at its end among it: what {@link #run} does over and over, and a simulation step by step. */
    public void round() {
        int work = work();
        long sleepNs = isBackPressured() ? BACK_PRESSURED_SLEEP_NS : feeds.sleepNs(SLEEP_NS);
        entrance.idle(work, Math.min(sleepNs, Math.min(committer.dueNs(), coordinator.dueNs())));
    }

    private boolean isIdle() {
        return committer.isIdle() && !requests.hasWaiting() && coordinator.isIdle() && participant.isIdle();
    }

    private int work() {
        if (isStopping) {
            committer.hurry();
        }
        int work = calls.poll() + committer.advance() + takeAccepted() + inbox.drain();
        work += participant.step() + coordinator.step();
        work += requests.executeWaiting();
        boolean isBehind = maintenance.isBehind();
        for (int i = 0; i < sessions.size() && !committer.isFull() && !isBehind; i++) {
            work += poll(sessions.get(i));
            work += committer.isFull() ? committer.advance() : 0;
        }
        boolean isBusy = work > 0;
        work += maintenance.step(committer, isBusy);
        work += indexes.step(committer, isBusy);
        work += committer.advance();
        work += feeds.step(work > 0);
        if (committer.isIdle()) {
            maintenance.atBoundary(committer);
        }
        sessions.removeIf(Reactor::isGone);
        // What is not handed over keeps it awake, and what the kernel had in its cache has been read already.
        return work + (calls.submit() ? calls.poll() : 1);
    }

    private static boolean isGone(Session session) {
        boolean isGone = session.connection().isClosed();
        if (isGone) {
            session.release();
        }
        return isGone;
    }

    /** Takes requests of one client: a bounded number, fewer when they are long work, so that the others are not held up. */
    private int poll(Session session) {
        if (!hasRoom(session)) {
            return 0;
        }
        long startNs = clock.nowNs();
        int total = 0;
        int count;
        do {
            count = session.poll(POLL_COUNT);
            total += count;
        } while (count == POLL_COUNT
                && total < Limits.CHANNEL_ROUND_COUNT
                && clock.nowNs() - startNs < CHANNEL_ROUND_NS);
        return total;
    }

    /**
     * Whether the client took its replies. While it does not, nothing is taken from it, and the waiter does not look at it: its requests would keep
     * everybody from sleeping. One that goes on so for long is gone, or wants to harm.
     */
    private boolean hasRoom(Session session) {
        Connection connection = session.connection();
        if (session.flush()) {
            if (session.endBackPressure()) {
                return connection.watch();
            }
            return true;
        }
        if (session.beginBackPressure(clock.nowNs())) {
            connection.unwatch();
        } else if (session.backPressuredNs(clock.nowNs()) > BACK_PRESSURE_LIMIT_NS) {
            connection.close("client does not take its replies");
        }
        return false;
    }

    private int takeAccepted() {
        int count = 0;
        for (@Nullable Connection connection = entrance.pollAccepted();
                connection != null;
                connection = entrance.pollAccepted()) {
            count++;
            if (connection.watch()) {
                sessions.add(new Session(connection, requests, stages, use));
            }
        }
        return count;
    }

    private boolean isBackPressured() {
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).isBackPressured()) {
                return true;
            }
        }
        return false;
    }
}
