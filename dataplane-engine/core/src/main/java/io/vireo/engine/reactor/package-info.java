/**
 * The pinned loop of a core: it polls channels, executes, commits to the journal, and answers what is durable.
 */
@NullMarked
package io.vireo.engine.reactor;

import org.jspecify.annotations.NullMarked;
