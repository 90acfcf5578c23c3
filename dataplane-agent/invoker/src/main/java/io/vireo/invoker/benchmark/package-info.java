/** What a call of a function costs over HTTP, measured with real processes and wrk. */
@NullMarked
package io.vireo.invoker.benchmark;

import org.jspecify.annotations.NullMarked;
