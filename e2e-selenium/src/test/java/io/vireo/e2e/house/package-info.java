/** The walls of the house: which module may import which, and what no source file may hold; read from the built classes, so that nothing of ours is imported here. */
@NullMarked
package io.vireo.e2e.house;

import org.jspecify.annotations.NullMarked;
