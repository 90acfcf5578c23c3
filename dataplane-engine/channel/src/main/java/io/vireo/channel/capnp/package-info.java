/**
 * Cap'n Proto over a {@link java.lang.foreign.MemorySegment}: what the generated flyweights of
 * {@link io.vireo.channel.message} are made of.
 */
@NullMarked
package io.vireo.channel.capnp;

import org.jspecify.annotations.NullMarked;
