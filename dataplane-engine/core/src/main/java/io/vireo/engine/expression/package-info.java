/**
 * Conditions, updates and projections, compiled once from the native language or from DynamoDB's into one tree, and evaluated over values where
 * they lie.
 */
@NullMarked
package io.vireo.engine.expression;

import org.jspecify.annotations.NullMarked;
