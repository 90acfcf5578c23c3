/**
 * The change feed: the journal read again, by partition, from any place that is not too old, at the side of what clients wait for.
 */
@NullMarked
package io.vireo.engine.feed;

import org.jspecify.annotations.NullMarked;
