/** Nodes: what they run and what they should run. */
@NullMarked
package io.vireo.console.nodes;

import org.jspecify.annotations.NullMarked;
