package io.vireo.simulation.world;

import java.util.PriorityQueue;

/**
 * Time and order of a run: everything that happens is an event at a time, and events happen one after the other on one thread. Machines, and the network between them
 * when there is one, are made of such events. Threads: one.
 */
public final class World {
    private record Event(long timeNs, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Trace trace;
    private final Faults faults = new Faults();
    private final Dice dice;
    private long nowNs;
    private long lastOrder;

    /**
     * A world at time 0.
     *
     * @param keptEvents of the trace, as text
     */
    public World(Dice dice, int keptEvents) {
        this.dice = dice;
        this.trace = new Trace(keptEvents);
    }

    /** The dice of whoever has none of its own. */
    public Dice dice() {
        return dice;
    }

    /** Since the start of the run: never back. */
    public long nowNs() {
        return nowNs;
    }

    /** Takes time inside an event: others that were due meanwhile come late. */
    public void spend(long ns) {
        nowNs += ns;
    }

    /** Has something happen after a delay. Events of one time happen in the order in which they were asked for. */
    public void after(long delayNs, Runnable action) {
        events.add(new Event(nowNs + Math.max(0, delayNs), ++lastOrder, action));
    }

    /** Lets the next event happen; false when there is none. */
    public boolean step() {
        Event event = events.poll();
        if (event == null) {
            return false;
        }
        nowNs = Math.max(nowNs, event.timeNs());
        trace.mix(nowNs);
        event.action().run();
        return true;
    }

    /** Counts what has gone wrong. */
    public void count(Fault fault) {
        faults.add(fault);
    }

    /** What has gone wrong so far. */
    public Faults faults() {
        return faults;
    }

    /** Notes what happened. */
    public void note(String event) {
        trace.note(nowNs, event);
    }

    /** What happened so far. */
    public Trace trace() {
        return trace;
    }
}
