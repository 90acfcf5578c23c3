/**
 * Shards: ordered records of a stream, indexed in memory and stored in the journal.
 */
@NullMarked
package io.vireo.engine.stream;

import org.jspecify.annotations.NullMarked;
