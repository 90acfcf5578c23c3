package io.vireo.channel;

/** An {@link Authenticator} does not let a client in. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param message is told to the client, so it must not help a stranger */
    public RefusedException(String message) {
        super(message);
    }
}
