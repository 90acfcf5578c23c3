/** Declares to PostgreSQL, at the start of every transaction, which rows it may see. */
@NullMarked
package io.vireo.identity.database;

import org.jspecify.annotations.NullMarked;
