/** Deployments: a version on its way into service, moved on by what the nodes report, ended by a time limit. */
@NullMarked
package io.vireo.controlplane.deployment;

import org.jspecify.annotations.NullMarked;
