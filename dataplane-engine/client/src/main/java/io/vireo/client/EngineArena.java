package io.vireo.client;

import io.vireo.channel.BodyArena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/** The arena of one link: room that is given out and taken back, and bytes that are copied in and out. Threads: the I/O thread. */
final class EngineArena {
    private final BodyArena blocks;
    private final MemorySegment memory;

    EngineArena(BodyArena blocks, MemorySegment memory) {
        this.blocks = blocks;
        this.memory = memory;
    }

    /** Offset of a block, or negative when there is no room now. */
    long allocate(long length) {
        return blocks.allocate(length);
    }

    void free(long offset) {
        blocks.free(offset);
    }

    long capacity() {
        return memory.byteSize();
    }

    /** Copies what remains in the buffer. */
    void write(long offset, ByteBuffer source) {
        MemorySegment.copy(MemorySegment.ofBuffer(source), 0, memory, offset, source.remaining());
    }

    MemorySegment slice(long offset, long length) {
        return memory.asSlice(offset, length);
    }
}
