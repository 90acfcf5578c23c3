/**
 * Shared-memory channels: how two processes of one node hand messages and bodies to each other.
 */
@NullMarked
package io.vireo.channel;

import org.jspecify.annotations.NullMarked;
