package io.vireo.channel;

import java.lang.foreign.MemorySegment;

/** Takes the messages that {@link Channel#poll} finds. */
@FunctionalInterface
public interface MessageHandler {
    /**
     * Takes one message, which is valid only until this method returns.
     *
     * @param kind the number that the sender gave to {@code offer}
     * @param buffer holds the message: a private copy when the peer is not trusted, else the ring itself
     * @param offset of the message in {@code buffer}, in bytes, a multiple of 8
     * @param length of the message in bytes
     * @throws io.vireo.channel.capnp.MalformedMessageException if the message makes no sense; closes the channel
     */
    void onMessage(int kind, MemorySegment buffer, long offset, int length);
}
