/**
 * How keys of tables' rows stand in paths. Whoever puts a row writes its path, in the process that translates its API; the engine reads ranges of them and keeps indexes: so both ends of a
 * channel have it. Which path a row has is part of the format, as {@link io.vireo.channel.Placement} is.
 */
@NullMarked
package io.vireo.channel.table;

import org.jspecify.annotations.NullMarked;
