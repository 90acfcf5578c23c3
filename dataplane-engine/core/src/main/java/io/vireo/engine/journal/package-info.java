/**
 * The write-ahead log: one durable, ordered record of every change, which also holds the bytes of bodies.
 */
@NullMarked
package io.vireo.engine.journal;

import org.jspecify.annotations.NullMarked;
