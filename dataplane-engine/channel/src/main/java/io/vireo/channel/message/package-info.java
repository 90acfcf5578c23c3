// Generated from the schemas in src/main/capnp by channel-generator. Do not edit.
/**
 * Readers and writers of the messages that channels carry: flyweights over a
 * {@link java.lang.foreign.MemorySegment}, generated from the schemas in {@code src/main/capnp}.
 */
@NullMarked
package io.vireo.channel.message;

import org.jspecify.annotations.NullMarked;
