/** What a tenant process is told: its own start-up file, and the tenant and its functions as the agent sends them. */
@NullMarked
package io.vireo.invoker.config;

import org.jspecify.annotations.NullMarked;
