/** Functions, the workers of their versions, and how events get to them: state machines on one thread. */
@NullMarked
package io.vireo.invoker.worker;

import org.jspecify.annotations.NullMarked;
