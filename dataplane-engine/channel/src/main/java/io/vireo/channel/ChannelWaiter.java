package io.vireo.channel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread wait for messages on many channels: it spins, then sleeps until a peer rings.
 *
 * <p>Call {@link #idle} once in each turn of the loop that polls the channels. Waking a thread on another core costs 25 µs where
 * a message between spinning threads costs 0.2 µs, so a thread spins a while before it sleeps. With more spinning threads than
 * cores everybody loses: so it spins only as long as that has paid lately, and tries again now and then. Threads: one, and it owns the
 * channels too; {@link #wake} is for all. Allocates nothing after {@link #add}.
 */
public final class ChannelWaiter implements AutoCloseable {
    /** A spin that pays when the peer answers within a few tens of microseconds and has a core of its own. */
    public static final long DEFAULT_SPIN_NS = 30_000;

    /** The same with so few cores that others may want this one. */
    private static final long SHORT_SPIN_NS = 10_000;

    private static final int MANY_CORES = 4;

    /** Spins in vain, one behind the other, after which it does not spin any more. */
    private static final int CREDIT_MAX = 16;

    /** Sleeps without a spin until it tries one. */
    private static final int SLEEPS_PER_TRY = 32;

    private static final int EVENT_CAPACITY = 64;
    /** Busy turns between two looks for peers that have hung up; a look costs a system call. */
    private static final int TURNS_PER_LOOK = 256;

    /** Spinning turns between two looks at the clock, which costs as much as a turn. */
    private static final int SPIN_TURNS_PER_CLOCK = 64;

    private static final long WAKE_KEY = -1;

    /** Of the keys of what is no channel; below it their indexes. */
    private static final long WATCHED_KEYS = 1L << 32;

    private static final ValueLayout.OfLong KEY = ValueLayout.JAVA_LONG_UNALIGNED;

    private final Arena lifetime = Arena.ofShared();
    private final MemorySegment events = lifetime.allocate((long) Linux.EPOLL_EVENT_LENGTH * EVENT_CAPACITY, 8);
    private final MemorySegment event = lifetime.allocate(Linux.EPOLL_EVENT_LENGTH, 8);
    private final MemorySegment one = lifetime.allocate(8, 8);
    private final MemorySegment scratch = lifetime.allocate(8, 8);
    private final long spinNs;
    private final int epoll;
    private final int wakeDescriptor;
    private final AtomicBoolean isWakeRequested = new AtomicBoolean();

    private @Nullable Channel[] channels = new Channel[0];
    private @Nullable Watched[] watched = new Watched[0];
    private volatile boolean isAsleep;
    private boolean isClosed;
    private int busyTurns;
    private int spinTurns;
    private int credit = CREDIT_MAX;
    private int sleepsUntilTry = SLEEPS_PER_TRY;
    private long spinSinceNs;
    private boolean isSpinning;
    private boolean isSpinTimed;

    private ChannelWaiter(long spinNs, int epoll, int wakeDescriptor) {
        this.spinNs = spinNs;
        this.epoll = epoll;
        this.wakeDescriptor = wakeDescriptor;
        one.set(ValueLayout.JAVA_LONG, 0, 1);
    }

    /**
     * Makes a waiter without channels.
     *
     * @param spinNs how long to spin before sleeping, in nanoseconds; 0: not at all
     * @throws IOException if the process has no descriptors left
     */
    public static ChannelWaiter open(long spinNs) throws IOException {
        if (spinNs < 0) {
            throw new IllegalArgumentException("spinNs=" + spinNs);
        }
        int epoll = Linux.check(Linux.epollCreate(), "epoll_create1");
        int wakeDescriptor = Linux.eventfd();
        if (wakeDescriptor < 0) {
            SystemCalls.close(epoll);
            Linux.check(wakeDescriptor, "eventfd");
        }
        ChannelWaiter waiter = new ChannelWaiter(spinNs, epoll, wakeDescriptor);
        waiter.register(wakeDescriptor, WAKE_KEY);
        return waiter;
    }

    /** How long it pays to spin on a machine with so many cores: not at all with one, which the thread that is waited for needs. */
    public static long spinNs(int coreCount) {
        if (coreCount == 1) {
            return 0;
        }
        return coreCount < MANY_CORES ? SHORT_SPIN_NS : DEFAULT_SPIN_NS;
    }

    /** Waits for this channel too, until it closes or is removed. */
    public void add(Channel channel) throws IOException {
        if (channel.isClosed()) {
            return;
        }
        int index = indexOfRoom();
        channels[index] = channel;
        channel.joined(this);
        register(channel.doorbell().descriptor(), index);
    }

    private int indexOfRoom() {
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] == null) {
                return i;
            }
        }
        int index = channels.length;
        channels = Arrays.copyOf(channels, Math.max(4, index * 2));
        return index;
    }

    /** Waits for this descriptor too, until {@link #unwatch}. */
    public void watch(Watched what) throws IOException {
        int index = indexOf(null);
        if (index < 0) {
            index = watched.length;
            watched = Arrays.copyOf(watched, Math.max(4, index * 2));
        }
        register(what.descriptor(), WATCHED_KEYS | index);
        watched[index] = what;
    }

    /** Waits for this descriptor no more. Before it is closed. */
    public void unwatch(Watched what) {
        int index = indexOf(what);
        if (index >= 0) {
            watched[index] = null;
            Linux.epollCtl(epoll, Linux.EPOLL_CTL_DEL, what.descriptor(), event);
        }
    }

    /** Says whether to wait for a watched descriptor until it can be written, too. */
    public void expectRoom(Watched what, boolean isExpected) {
        int index = indexOf(what);
        if (index >= 0) {
            int events = Linux.EPOLLIN | Linux.EPOLLRDHUP | (isExpected ? Linux.EPOLLOUT : 0);
            event.set(ValueLayout.JAVA_INT, 0, events);
            event.set(KEY, Linux.EPOLL_EVENT_DATA, WATCHED_KEYS | index);
            Linux.epollCtl(epoll, Linux.EPOLL_CTL_MOD, what.descriptor(), event);
        }
    }

    private int indexOf(@Nullable Watched what) {
        for (int i = 0; i < watched.length; i++) {
            if (Objects.equals(watched[i], what)) {
                return i;
            }
        }
        return -1;
    }

    private void register(int descriptor, long key) throws IOException {
        event.set(ValueLayout.JAVA_INT, 0, Linux.EPOLLIN | Linux.EPOLLRDHUP);
        event.set(KEY, Linux.EPOLL_EVENT_DATA, key);
        Linux.check(Linux.epollCtl(epoll, Linux.EPOLL_CTL_ADD, descriptor, event), "epoll_ctl");
    }

    /** Waits for this channel no more; it stays open. A channel that closes removes itself. */
    public void remove(Channel channel) {
        for (int i = 0; i < channels.length; i++) {
            if (channels[i] == channel) {
                channels[i] = null;
                channel.joined(null);
                if (!channel.isPeerGone()) { // else it is out already
                    Linux.epollCtl(
                            epoll, Linux.EPOLL_CTL_DEL, channel.doorbell().descriptor(), event);
                }
            }
        }
    }

    /**
     * Ends a turn of the loop: returns at once after a turn with work; spins or sleeps after turns without.
     *
     * @param workCount what the turn did; 0 lets the thread wait
     * @param maxSleepNs longest sleep, in nanoseconds, for what the loop must do by the clock; rounded up to milliseconds
     */
    public void idle(int workCount, long maxSleepNs) {
        if (workCount > 0) {
            if (isSpinning) {
                isSpinning = false;
                credit = Math.min(CREDIT_MAX, credit + 1);
            }
            if (++busyTurns >= TURNS_PER_LOOK) {
                busyTurns = 0;
                collect(0);
            }
            return;
        }
        if (!isSpinning && maySpin()) {
            isSpinning = true;
            isSpinTimed = false;
        }
        if (isSpinning && ((++spinTurns & SPIN_TURNS_PER_CLOCK - 1) != 0 || !isSpinLong())) {
            Thread.onSpinWait();
            return;
        }
        if (isSpinning) {
            isSpinning = false;
            credit = Math.max(0, credit - 1);
        }
        sleep(maxSleepNs);
    }

    private boolean maySpin() {
        if (spinNs == 0) {
            return false;
        }
        if (credit == 0 && --sleepsUntilTry > 0) {
            return false;
        }
        sleepsUntilTry = SLEEPS_PER_TRY;
        return true;
    }

    private boolean isSpinLong() {
        long now = System.nanoTime();
        if (!isSpinTimed) {
            isSpinTimed = true;
            spinSinceNs = now;
        }
        return now - spinSinceNs >= spinNs;
    }

    /**
     * Sleeps until a peer rings, a peer dies, {@link #wake} is called, or the time is over; returns at once if there is a message
     * already.
     *
     * @param maxSleepNs in nanoseconds, rounded up to milliseconds
     */
    public void sleep(long maxSleepNs) {
        isAsleep = true;
        setSleeping(true);
        // Our words before the rings; pairs with the fence in Channel.commit: either we see its record or it sees our
        // word.
        VarHandle.fullFence();
        boolean hasWork = isWakeRequested.get() || hasMessage();
        collect(hasWork ? 0 : Math.clamp((maxSleepNs + 999_999) / 1_000_000, 0, Integer.MAX_VALUE));
        isAsleep = false;
        setSleeping(false);
        isWakeRequested.set(false);
    }

    private void setSleeping(boolean isSleeping) {
        for (Channel channel : channels) {
            if (channel != null) {
                channel.setSleeping(isSleeping);
            }
        }
    }

    private boolean hasMessage() {
        for (Channel channel : channels) {
            if (channel != null && channel.hasMessage()) {
                return true;
            }
        }
        for (Watched each : watched) {
            if (each != null && each.hasWork()) {
                return true;
            }
        }
        return false;
    }

    /** Looks, without waiting, which descriptors are ready: for loops with work that goes on while peers come that share no memory. */
    public void look() {
        collect(0);
    }

    private void collect(int timeoutMs) {
        int count = Linux.epollWait(epoll, events, EVENT_CAPACITY, timeoutMs);
        for (int i = 0; i < count; i++) {
            long key = events.get(KEY, (long) i * Linux.EPOLL_EVENT_LENGTH + Linux.EPOLL_EVENT_DATA);
            if (key == WAKE_KEY) {
                Linux.read(wakeDescriptor, scratch, 8);
                continue;
            }
            if (key >= WATCHED_KEYS) {
                Watched each = watched[(int) (key - WATCHED_KEYS)];
                if (each != null) {
                    each.ready();
                }
                continue;
            }
            Channel channel = channels[(int) key];
            if (channel == null) {
                continue;
            }
            channel.drainDoorbell();
            if (channel.isPeerGone()) {
                // A hang-up is reported for ever; poll closes the channel when it has taken what is left in the ring.
                Linux.epollCtl(epoll, Linux.EPOLL_CTL_DEL, channel.doorbell().descriptor(), event);
            }
        }
    }

    /** Ends the sleep of the thread that this waiter belongs to, or keeps it from its next one. For any thread. */
    public void wake() {
        if (!isWakeRequested.getAndSet(true) && isAsleep) {
            Linux.write(wakeDescriptor, one, 8);
        }
    }

    /**
     * An eventfd that ends the sleep when it is signalled: for the kernel, which cannot call {@link #wake}. Valid until {@link #close}.
     */
    public int wakeDescriptor() {
        return wakeDescriptor;
    }

    /** Frees the descriptors; the channels, and what is watched, stay open. No other thread may call {@link #wake} any more. */
    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        isClosed = true;
        for (Channel channel : channels) {
            if (channel != null) {
                remove(channel);
            }
        }
        watched = new Watched[0];
        SystemCalls.close(wakeDescriptor);
        SystemCalls.close(epoll);
        lifetime.close();
    }
}
