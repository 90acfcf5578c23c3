/** How HTTP requests become principals, and errors become problem details. */
@NullMarked
package io.vireo.identity.web;

import org.jspecify.annotations.NullMarked;
