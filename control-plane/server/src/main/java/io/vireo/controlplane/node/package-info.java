/**
 * Nodes: enrolment, certificates' owners, what each should run and does run, and their REST resource. The events that
 * tie desired state, snapshots, pushes and deployments together are here, below all of those.
 */
@NullMarked
package io.vireo.controlplane.node;

import org.jspecify.annotations.NullMarked;
