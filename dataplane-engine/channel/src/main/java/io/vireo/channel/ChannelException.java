package io.vireo.channel;

import java.io.IOException;

/** A channel could not be set up: nobody listens, the listener refused the token, or one side does not speak our version. */
public final class ChannelException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean isRefused;

    /** @param isRefused whether trying again with the same token is of no use */
    public ChannelException(String message, boolean isRefused) {
        super(message);
        this.isRefused = isRefused;
    }

    /** Whether the listener refused what was asked; trying again with the same token is of no use. */
    public boolean isRefused() {
        return isRefused;
    }
}
