/** The first administrator, by the one-time link. */
@NullMarked
package io.vireo.console.welcome;

import org.jspecify.annotations.NullMarked;
