/** The first page of a tenant: what needs attention, what runs, where it answers. */
@NullMarked
package io.vireo.console.home;

import org.jspecify.annotations.NullMarked;
