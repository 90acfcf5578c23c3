/** The state of the whole, for the home page, for {@code status}, and for whoever watches the process. */
@NullMarked
package io.vireo.controlplane.status;

import org.jspecify.annotations.NullMarked;
