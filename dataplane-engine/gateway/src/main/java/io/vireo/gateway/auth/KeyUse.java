package io.vireo.gateway.auth;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each access key was last used since the gateway began, to the minute: a key that is used all the time is written down once in
 * {@link #GRAIN_SECONDS}. Threads: any.
 */
public final class KeyUse {
    /** How old what is known of a key may be while it is used. */
    public static final int GRAIN_SECONDS = 60;

    private final Map<String, Long> lastUnixSeconds = new ConcurrentHashMap<>();

    /** Of keys that nobody has used yet. */
    public KeyUse() {}

    void used(String accessKeyId, long nowUnixSeconds) {
        Long last = lastUnixSeconds.get(accessKeyId);
        if (last == null || nowUnixSeconds - last >= GRAIN_SECONDS) {
            lastUnixSeconds.put(accessKeyId, nowUnixSeconds);
        }
    }

    /** Forgets all keys but these. */
    public void retain(Collection<String> accessKeyIds) {
        lastUnixSeconds.keySet().retainAll(accessKeyIds);
    }

    /** Unix seconds by the ids of the keys that were used. */
    public Map<String, Long> lastUnixSeconds() {
        return Map.copyOf(lastUnixSeconds);
    }
}
