/** The network side of the command line: the control plane's REST interface, and a tenant's native API. */
@NullMarked
package io.vireo.cli.client;

import org.jspecify.annotations.NullMarked;
