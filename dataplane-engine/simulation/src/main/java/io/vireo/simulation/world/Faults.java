package io.vireo.simulation.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** How often each {@link Fault} happened. Threads: one. */
public final class Faults {
    private final Map<Fault, Long> counts = new EnumMap<>(Fault.class);

    /** None has happened. */
    public Faults() {}

    /** One has happened. */
    public void add(Fault fault) {
        counts.merge(fault, 1L, Long::sum);
    }

    /** Those of another run have happened too. */
    public void addAll(Faults others) {
        others.counts.forEach((fault, count) -> counts.merge(fault, count, Long::sum));
    }

    /** How often one has happened. */
    public long count(Fault fault) {
        return counts.getOrDefault(fault, 0L);
    }

    /** Faults that never happened. */
    public List<Fault> missing() {
        List<Fault> missing = new ArrayList<>(List.of(Fault.values()));
        missing.removeAll(counts.keySet());
        return missing;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Faults faults && faults.counts.equals(counts);
    }

    @Override
    public int hashCode() {
        return counts.hashCode();
    }

    /** All of them, with their numbers. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ");
        for (Fault fault : Fault.values()) {
            text.add(fault + " " + count(fault));
        }
        return text.toString();
    }
}
