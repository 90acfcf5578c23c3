/**
 * The control plane: nodes and what they are told, functions and their versions, deployments, logs, test calls, audit.
 *
 * <p>This package is the module's public face: services (each call is authorised for the current principal, audited
 * where it changes something, and answers with records) and the events that they publish after commit. The
 * implementations, their entities and their REST controllers live in sub-packages, one per feature.
 */
@org.springframework.modulith.ApplicationModule(displayName = "Control plane")
@NullMarked
package io.vireo.controlplane;

import org.jspecify.annotations.NullMarked;
