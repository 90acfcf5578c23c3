/** What a node's configuration must hold to be applied, and the last one that was. */
@NullMarked
package io.vireo.agent.snapshot;

import org.jspecify.annotations.NullMarked;
