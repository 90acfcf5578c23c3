/**
 * Starting, adopting, watching, restarting and stopping operating-system processes: what the agent and the command line share. JDK only, Linux only.
 */
@NullMarked
package io.vireo.supervision;

import org.jspecify.annotations.NullMarked;
