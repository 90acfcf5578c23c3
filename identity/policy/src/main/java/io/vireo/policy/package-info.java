/**
 * Who may do what to which resource: statements, their compiled form and its evaluator, the same in the control plane and on nodes.
 */
@NullMarked
package io.vireo.policy;

import org.jspecify.annotations.NullMarked;
