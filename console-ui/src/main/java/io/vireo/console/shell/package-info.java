/** What stays while pages change: navigation, top bar, log dock, health line, appearance, and the pages for errors. */
@NullMarked
package io.vireo.console.shell;

import org.jspecify.annotations.NullMarked;
