/** The line to the control plane: enrolment, the stream of snapshots, coming back after a loss. */
@NullMarked
package io.vireo.agent.stream;

import org.jspecify.annotations.NullMarked;
