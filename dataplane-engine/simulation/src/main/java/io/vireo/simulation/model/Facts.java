package io.vireo.simulation.model;

import io.vireo.simulation.model.Answer.Entry;
import io.vireo.simulation.world.Violation;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the engine chose and must stand by: the time of each write, and time and inode of each creation. The first answer that shows one fixes it; every other must
 * agree, after any number of crashes. Threads: one.
 */
public final class Facts {
    private record Birth(long createdNs, long inode) {}

    private final Map<Long, Long> modifiedByWriter = new HashMap<>();
    private final Map<Long, Birth> birthByCreator = new HashMap<>();
    private final Map<Long, Long> creatorByInode = new HashMap<>();
    private final Map<Long, Long> floorByWriter = new HashMap<>();
    private final Map<String, Long> latestByPath = new HashMap<>();
    private final Map<String, Integer> retentionByStream = new HashMap<>();

    /** Starts empty. */
    public Facts() {}

    /** A write of a path begins: its time must be later than all that anybody has seen there. */
    void begins(long writer, String path) {
        floorByWriter.put(writer, latestByPath.getOrDefault(path, Long.MIN_VALUE));
    }

    /** Whether an entry can be this state, as far as is known. */
    boolean agree(ItemState state, Entry entry) {
        Long modified = modifiedByWriter.get(state.writer());
        Birth birth = birthByCreator.get(state.creator());
        long owner = creatorByInode.getOrDefault(entry.inode(), state.creator());
        return (modified == null || modified == entry.modifiedNs())
                && (birth == null || birth.equals(new Birth(entry.createdNs(), entry.inode())))
                && owner == state.creator(); // an inode number is never given out again
    }

    /** An entry is this state. */
    void learn(ItemState state, Entry entry) {
        learnTime(entry.path(), state.writer(), entry.modifiedNs());
        Birth birth = new Birth(entry.createdNs(), entry.inode());
        birthByCreator.putIfAbsent(state.creator(), birth);
        long owner = creatorByInode.computeIfAbsent(entry.inode(), _ -> state.creator());
        if (owner != state.creator()) {
            throw new Violation("inode number is used again: inode=" + entry.inode() + " path=" + entry.path()
                    + " creator=" + state.creator() + " earlier=" + owner);
        }
        if (entry.createdNs() > entry.modifiedNs()
                || (entry.version() == 1 && entry.createdNs() != entry.modifiedNs())) {
            throw new Violation("times of creation and change do not fit: created=" + entry.createdNs() + " modified="
                    + entry.modifiedNs() + " version=" + entry.version() + " path=" + entry.path());
        }
    }

    /** A write was at this time. */
    void learnTime(String path, long writer, long timeNs) {
        Long floor = floorByWriter.remove(writer);
        if (floor != null && timeNs <= floor) {
            throw new Violation(
                    "time did not move: path=" + path + " write=" + writer + " time=" + timeNs + " before=" + floor);
        }
        Long known = modifiedByWriter.putIfAbsent(writer, timeNs);
        if (known != null && known != timeNs) {
            throw new Violation(
                    "time of a write changed: path=" + path + " write=" + writer + " was=" + known + " is=" + timeNs);
        }
        latestByPath.merge(path, timeNs, Math::max);
    }

    /** Writes that were answered may be gone: their inodes and times may come again with others. */
    void forgetUncertain() {
        creatorByInode.clear();
        latestByPath.clear();
        floorByWriter.clear();
    }

    /** When a write was; null: not known. */
    @Nullable Long timeOf(long writer) {
        return modifiedByWriter.get(writer);
    }

    /** A stream is to keep records so long; 0: for ever. */
    void retains(String stream, int seconds) {
        if (seconds > 0) {
            retentionByStream.merge(stream, seconds, Math::min);
        }
    }

    /** The shortest time that records of a stream were to be kept; 0: always for ever. */
    long shortestRetentionNs(String stream) {
        return retentionByStream.getOrDefault(stream, 0) * 1_000_000_000L;
    }
}
