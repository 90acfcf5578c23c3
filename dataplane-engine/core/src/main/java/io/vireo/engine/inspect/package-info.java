/**
 * Looks at the files of an engine, running or not, without changing them: what is there, and whether it is sound.
 */
@NullMarked
package io.vireo.engine.inspect;

import org.jspecify.annotations.NullMarked;
