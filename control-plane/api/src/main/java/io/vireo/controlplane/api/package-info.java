/**
 * What the control plane and the agents say to each other: the messages (generated into {@code v1}) and the canonical
 * form of a snapshot.
 */
@NullMarked
package io.vireo.controlplane.api;

import org.jspecify.annotations.NullMarked;
