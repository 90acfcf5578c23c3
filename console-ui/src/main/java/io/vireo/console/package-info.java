/** The runnable application: shell, one package per area of the navigation, and the wiring of all control-plane modules. */
@NullMarked
package io.vireo.console;

import org.jspecify.annotations.NullMarked;
