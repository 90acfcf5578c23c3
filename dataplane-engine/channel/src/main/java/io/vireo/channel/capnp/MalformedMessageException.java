package io.vireo.channel.capnp;

/**
 * A message breaks the encoding: a pointer out of bounds, text that is not UTF-8, a limit passed.
 *
 * <p>The only thing that reading hostile bytes can raise. It has no stack trace, so that a peer cannot make us pay for one.
 */
public final class MalformedMessageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message what is wrong and where, in lower case */
    public MalformedMessageException(String message) {
        super(message, null, false, false);
    }
}
