/** The secrets of an installation that this process reads or makes: files that only their owner can read. */
@NullMarked
package io.vireo.identity.secret;

import org.jspecify.annotations.NullMarked;
