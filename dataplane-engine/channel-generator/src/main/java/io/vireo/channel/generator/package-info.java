/**
 * Build tool: turns the channel's Cap'n Proto schemas into Java and Python flyweights.
 */
@NullMarked
package io.vireo.channel.generator;

import org.jspecify.annotations.NullMarked;
