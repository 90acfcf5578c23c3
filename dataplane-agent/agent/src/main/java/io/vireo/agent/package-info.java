/**
 * The agent of a node: takes its configuration from the control plane, keeps the last good one, and keeps the engine, the gateways and
 * the workers running as it says.
 */
@NullMarked
package io.vireo.agent;

import org.jspecify.annotations.NullMarked;
