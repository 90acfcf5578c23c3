/** Deletes the data of containers that nobody can take back. */
@NullMarked
package io.vireo.agent.purge;

import org.jspecify.annotations.NullMarked;
