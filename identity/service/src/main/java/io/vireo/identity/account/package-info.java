/** Accounts of people, their passwords and roles, and how the first administrator comes to be. */
@NullMarked
package io.vireo.identity.account;

import org.jspecify.annotations.NullMarked;
