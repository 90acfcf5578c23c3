/** What each node should run: computed from the desired state, numbered, stored, compared. */
@NullMarked
package io.vireo.controlplane.snapshot;

import org.jspecify.annotations.NullMarked;
