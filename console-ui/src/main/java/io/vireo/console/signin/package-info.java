/** Signing in by a local account. */
@NullMarked
package io.vireo.console.signin;

import org.jspecify.annotations.NullMarked;
