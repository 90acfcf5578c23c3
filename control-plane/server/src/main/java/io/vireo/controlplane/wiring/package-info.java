/** Makes the parts of this module that are not services themselves. */
@NullMarked
package io.vireo.controlplane.wiring;

import org.jspecify.annotations.NullMarked;
