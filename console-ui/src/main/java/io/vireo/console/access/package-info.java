/** Access keys of a tenant, people and their roles. */
@NullMarked
package io.vireo.console.access;

import org.jspecify.annotations.NullMarked;
