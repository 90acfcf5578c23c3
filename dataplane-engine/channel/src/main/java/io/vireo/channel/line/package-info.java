/**
 * Lines of text between two processes of a node: what an agent and a tenant process tell each other beside the rings.
 */
@NullMarked
package io.vireo.channel.line;

import org.jspecify.annotations.NullMarked;
