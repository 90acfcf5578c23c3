package io.vireo.client;

import java.nio.ByteBuffer;

/** A piece of a body. It occupies room that other transfers wait for, so it is closed as soon as its bytes have been used. */
public interface BodyChunk extends AutoCloseable {

    /** The bytes; must not be touched after {@link #close}. */
    ByteBuffer bytes();

    @Override
    void close();
}
