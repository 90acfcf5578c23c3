package io.vireo.controlplane.deployment;

import java.time.Instant;

/** A deployment began; it is judged at its deadline at the latest. */
record DeploymentStarted(Instant deadlineAt) {}
