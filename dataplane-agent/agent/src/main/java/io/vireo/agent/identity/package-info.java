/** The node's key and certificate, and whom it trusts. */
@NullMarked
package io.vireo.agent.identity;

import org.jspecify.annotations.NullMarked;
