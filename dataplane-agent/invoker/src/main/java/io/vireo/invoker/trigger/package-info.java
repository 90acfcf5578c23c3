/** What makes events; calls over HTTP. */
@NullMarked
package io.vireo.invoker.trigger;

import org.jspecify.annotations.NullMarked;
