/**
 * The stream of each agent: what a node should run goes down, its answers and reports come up. Why it works as it does:
 * docs/decisions/0005-configuration-push.md.
 */
@NullMarked
package io.vireo.controlplane.push;

import org.jspecify.annotations.NullMarked;
