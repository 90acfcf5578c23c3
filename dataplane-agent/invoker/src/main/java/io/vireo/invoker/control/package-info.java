/** The line to the agent: configuration comes in, wishes for worker processes and states go out. */
@NullMarked
package io.vireo.invoker.control;

import org.jspecify.annotations.NullMarked;
