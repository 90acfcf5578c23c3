/** A real installation of the platform, started by the command that users run, and a real browser. */
@NullMarked
package io.vireo.e2e.platform;

import org.jspecify.annotations.NullMarked;
