/** The installation's certificate authority: certificates of the nodes and of the listener that they dial. */
@NullMarked
package io.vireo.controlplane.certificate;

import org.jspecify.annotations.NullMarked;
