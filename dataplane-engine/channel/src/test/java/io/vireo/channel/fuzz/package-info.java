/** Fuzzing: what the tests of every decoder of bytes from outside share. Other modules use it from this module's test jar. */
@NullMarked
package io.vireo.channel.fuzz;

import org.jspecify.annotations.NullMarked;
