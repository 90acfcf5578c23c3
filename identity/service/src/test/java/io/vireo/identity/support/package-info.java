/** What integration tests of the Spring modules share: a real PostgreSQL with both roles, a clock that tests turn, a REST client. */
@NullMarked
package io.vireo.identity.support;

import org.jspecify.annotations.NullMarked;
