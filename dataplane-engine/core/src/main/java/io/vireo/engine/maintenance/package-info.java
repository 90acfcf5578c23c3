/**
 * What a reactor does beside its requests, in small steps: checkpoints, compaction, scrubbing; and what it starts from.
 */
@NullMarked
package io.vireo.engine.maintenance;

import org.jspecify.annotations.NullMarked;
