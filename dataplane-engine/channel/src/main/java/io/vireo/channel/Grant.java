package io.vireo.channel;

import java.util.List;
import java.util.Set;

/**
 * What the holder of a channel may do: fixed when the channel is opened, enforced by the engine on every message.
 *
 * @param tenantId whose data it is: a UUID
 * @param scopes what may be touched; nothing else may
 * @param expiresAtSeconds since 1970-01-01T00:00:00Z; 0: never
 */
public record Grant(String tenantId, List<Scope> scopes, long expiresAtSeconds) {
    /** Most scopes that a grant holds. */
    public static final int MAX_SCOPES = 1024;

    /** Copies the list. */
    public Grant {
        scopes = List.copyOf(scopes);
        if (scopes.size() > MAX_SCOPES) {
            throw new IllegalArgumentException(
                    "too many scopes: count=%d limit=%d".formatted(scopes.size(), MAX_SCOPES));
        }
        if (expiresAtSeconds < 0) {
            throw new IllegalArgumentException("expiresAtSeconds=" + expiresAtSeconds);
        }
    }

    /** What can be done to an item. */
    public enum Action {
        READ,
        WRITE,
        DELETE,
        LIST
    }

    /** When the engine acknowledges a write. */
    public enum Durability {
        /** Once it is on the disk. */
        FSYNC,
        /** Once it is executed; it is on the disk a bounded time later, and lost when the engine or its machine dies before. */
        INTERVAL
    }

    /**
     * Items of one container at or below a path.
     *
     * @param container id of the container
     * @param pathPrefix a whole path, without leading or trailing '/'; empty: the whole container
     * @param actions that are allowed there
     * @param durability of the container: the same in all of its scopes
     */
    public record Scope(long container, String pathPrefix, Set<Action> actions, Durability durability) {
        /** Of a container whose writes are acknowledged once they are on the disk. */
        public Scope(long container, String pathPrefix, Set<Action> actions) {
            this(container, pathPrefix, actions, Durability.FSYNC);
        }

        /** Copies the set. */
        public Scope {
            actions = Set.copyOf(actions);
            if (pathPrefix.startsWith("/") || pathPrefix.endsWith("/")) {
                throw new IllegalArgumentException("prefix starts or ends with '/': pathPrefix=" + pathPrefix);
            }
        }

        boolean covers(String path) {
            return pathPrefix.isEmpty()
                    || path.startsWith(pathPrefix)
                            && (path.length() == pathPrefix.length() || path.charAt(pathPrefix.length()) == '/');
        }
    }

    /** When writes to a container are acknowledged: by the interval only where every scope of it says so. Allocates nothing. */
    public Durability durability(long container) {
        Durability found = Durability.FSYNC;
        for (int i = 0; i < scopes.size(); i++) {
            Scope scope = scopes.get(i);
            if (scope.container() == container) {
                if (scope.durability() == Durability.FSYNC) {
                    return Durability.FSYNC;
                }
                found = Durability.INTERVAL;
            }
        }
        return found;
    }

    /** Whether the grant has ended. */
    public boolean isExpired(long nowSeconds) {
        return expiresAtSeconds != 0 && nowSeconds >= expiresAtSeconds;
    }

    /**
     * Whether an action on an item is allowed. Does not look at the expiry. Allocates nothing.
     *
     * @param path without leading or trailing '/'
     */
    public boolean allows(Action action, long container, String path) {
        for (int i = 0; i < scopes.size(); i++) {
            Scope scope = scopes.get(i);
            if (scope.container() == container && scope.actions().contains(action) && scope.covers(path)) {
                return true;
            }
        }
        return false;
    }
}
