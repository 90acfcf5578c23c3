/** Functions: the list, and the pages of one of them. */
@NullMarked
package io.vireo.console.functions;

import org.jspecify.annotations.NullMarked;
