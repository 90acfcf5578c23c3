/** Who calls, and what they may do: access keys and short-lived tokens, decided by {@code io.vireo.policy}. */
@NullMarked
package io.vireo.gateway.auth;

import org.jspecify.annotations.NullMarked;
