/** The command line: one class per noun, each a thin call of the control plane's REST interface or of an installation on this machine. */
@NullMarked
package io.vireo.cli;

import org.jspecify.annotations.NullMarked;
