/**
 * The native expression language: conditions and updates, compiled once and evaluated over an item.
 */
@NullMarked
package io.vireo.engine.expression;

import org.jspecify.annotations.NullMarked;
