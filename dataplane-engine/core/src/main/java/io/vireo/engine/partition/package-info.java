/**
 * The state machine of a slice of the key space: what each operation does, and how a journal entry changes it.
 */
@NullMarked
package io.vireo.engine.partition;

import org.jspecify.annotations.NullMarked;
