/** What a user does, from the first link to the restart; one installation of the real platform serves them all. */
@NullMarked
package io.vireo.e2e.journey;

import org.jspecify.annotations.NullMarked;
