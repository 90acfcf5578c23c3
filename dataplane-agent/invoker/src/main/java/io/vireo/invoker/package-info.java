/** The invoker: functions, their workers and their logs; and the tenant process, which is a gateway with an invoker in it. */
@NullMarked
package io.vireo.invoker;

import org.jspecify.annotations.NullMarked;
