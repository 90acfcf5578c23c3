/**
 * The pages of a function, as components without routes: editor, file tree, test pane, deployment, live log.
 *
 * <p>Start with {@link io.vireo.editor.FunctionEditor}. Components talk to the public services of the control plane as the
 * person who is signed in; slow calls go through the executor that the console hands in.
 */
@NullMarked
package io.vireo.editor;

import org.jspecify.annotations.NullMarked;
