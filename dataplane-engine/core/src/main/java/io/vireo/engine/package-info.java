/**
 * The data-plane engine: one process that owns the items of a node. {@link io.vireo.engine.EngineProcess} lists its parts.
 */
@NullMarked
package io.vireo.engine;

import org.jspecify.annotations.NullMarked;
