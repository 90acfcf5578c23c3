/** Containers and what is in them, read through the tenant's gateway as the person who is signed in. */
@NullMarked
package io.vireo.console.data;

import org.jspecify.annotations.NullMarked;
