package io.vireo.client;

/**
 * What a write does to the time from which on an item is not there any more.
 *
 * @param expiresNs since 1970-01-01T00:00:00Z; 0: never; negative: as it was
 */
public record Expiry(long expiresNs) {
    /** It stays as it was; of an item that is replaced as a whole there is none after it. */
    public static final Expiry UNCHANGED = new Expiry(-1);

    /** The item stays for ever. */
    public static final Expiry NEVER = new Expiry(0);

    /** The item is there until this time. */
    public static Expiry at(long timeNs) {
        if (timeNs <= 0) {
            throw new IllegalArgumentException("time is out of range: timeNs=" + timeNs);
        }
        return new Expiry(timeNs);
    }

    boolean isGiven() {
        return expiresNs >= 0;
    }
}
