/**
 * Channels to another node: the messages of a channel, and the bytes of its arena that they are about, over TCP.
 */
@NullMarked
package io.vireo.channel.remote;

import org.jspecify.annotations.NullMarked;
