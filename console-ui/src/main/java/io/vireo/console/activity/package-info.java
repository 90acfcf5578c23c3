/** What was done and refused: the audit log. */
@NullMarked
package io.vireo.console.activity;

import org.jspecify.annotations.NullMarked;
