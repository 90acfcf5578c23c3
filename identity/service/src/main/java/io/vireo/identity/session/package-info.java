/** Sign-in, browser and program sessions, API tokens, and the brake on guessing. */
@NullMarked
package io.vireo.identity.session;

import org.jspecify.annotations.NullMarked;
