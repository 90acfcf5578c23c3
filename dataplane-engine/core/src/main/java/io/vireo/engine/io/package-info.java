/**
 * What the engine asks of the machine: disk and clock, as parameters, so that a simulator can own them.
 */
@NullMarked
package io.vireo.engine.io;

import org.jspecify.annotations.NullMarked;
