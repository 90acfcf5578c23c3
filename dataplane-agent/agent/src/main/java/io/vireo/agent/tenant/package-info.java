/** The processes of one tenant: its gateway, the line to it, its workers. */
@NullMarked
package io.vireo.agent.tenant;

import org.jspecify.annotations.NullMarked;
