package io.vireo.simulation.model;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Items by path. Unchangeable. */
public record Items(Map<String, ItemState> byPath) {
    /** None. */
    static final Items NONE = new Items(Map.of());

    @Nullable ItemState find(String path) {
        ItemState state = byPath.get(path);
        return state == null || state.isExpired() ? null : state;
    }

    /** The same without what expires by a time, which may come back when an engine forgets what time it was. */
    Items expiredBy(long timeNs) {
        Items expired = this;
        for (Map.Entry<String, ItemState> item : byPath.entrySet()) {
            ItemState state = item.getValue();
            if (state.expiresBy(timeNs)) {
                expired = expired.with(item.getKey(), state.withExpiry(state.expiresNs(), true));
            }
        }
        return expired;
    }

    /** The same with all that has expired and may not have been removed. */
    Items withExpired() {
        Items back = this;
        for (Map.Entry<String, ItemState> item : byPath.entrySet()) {
            ItemState state = item.getValue();
            if (state.isExpired()) {
                back = back.with(item.getKey(), state.withExpiry(state.expiresNs(), false));
            }
        }
        return back;
    }

    /** The same with another item under a path; null: none. */
    Items with(String path, @Nullable ItemState item) {
        Map<String, ItemState> changed = new TreeMap<>(byPath);
        if (item == null) {
            changed.remove(path);
        } else {
            changed.put(path, item);
        }
        return new Items(changed);
    }

    /** Those of certain paths alone. */
    Items of(Predicate<String> paths) {
        Map<String, ItemState> some = new TreeMap<>(byPath);
        some.keySet().removeIf(paths.negate());
        return new Items(some);
    }

    /** The same, but for certain paths what is given. */
    Items with(Items others, Predicate<String> paths) {
        Map<String, ItemState> changed = new TreeMap<>(byPath);
        changed.keySet().removeIf(paths);
        changed.putAll(others.byPath());
        return new Items(changed);
    }

    boolean hasChildren(String directory) {
        return byPath.keySet().stream().anyMatch(path -> path.startsWith(directory + "/"));
    }

    /** The stream whose shard, or would-be shard, a path names; null when there is none. */
    @Nullable ItemState streamOf(String path) {
        int slash = path.lastIndexOf('/');
        ItemState parent = slash < 0 ? null : find(path.substring(0, slash));
        return parent != null && parent.kind() == io.vireo.channel.message.ItemKind.STREAM ? parent : null;
    }

    /** The shard that the last segment of a path names; -1 when it names none. */
    static int shardNumber(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean isNumber = name.matches("0|[1-9][0-9]{0,8}") && path.indexOf('/') >= 0;
        return isNumber ? Integer.parseInt(name) : -1;
    }

    /** Whether the path is kept for a shard. */
    boolean isShardName(String path) {
        return shardNumber(path) >= 0 && streamOf(path) != null;
    }
}
