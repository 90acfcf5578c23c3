/**
 * Who acts, what they may do, and the accounts, sessions and keys behind it: the public face; what implements it is below.
 */
@NullMarked
package io.vireo.identity;

import org.jspecify.annotations.NullMarked;
