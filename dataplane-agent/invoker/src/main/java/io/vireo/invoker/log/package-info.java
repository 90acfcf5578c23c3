/** Log lines of functions: from the workers into a stream of the engine, and from there to readers. */
@NullMarked
package io.vireo.invoker.log;

import org.jspecify.annotations.NullMarked;
