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

    /**
     * Items of one container at or below a path.
     *
     * @param container id of the container
     * @param pathPrefix a whole path, without leading or trailing '/'; empty: the whole container
     * @param actions that are allowed there
     */
    public record Scope(long container, String pathPrefix, Set<Action> actions) {
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
