/** The console's screens as a user finds them: locators and waits; a page returns the next one and never asserts. */
@NullMarked
package io.vireo.e2e.page;

import org.jspecify.annotations.NullMarked;
