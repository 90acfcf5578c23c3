/** Functions: drafts, immutable versions, the rules that they keep, templates, and their REST resource. */
@NullMarked
package io.vireo.controlplane.function;

import org.jspecify.annotations.NullMarked;
