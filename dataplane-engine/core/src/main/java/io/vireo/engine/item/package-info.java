/**
 * What the engine keeps under a path: keys, items, attributes and their values, and how they are laid out in bytes.
 */
@NullMarked
package io.vireo.engine.item;

import org.jspecify.annotations.NullMarked;
