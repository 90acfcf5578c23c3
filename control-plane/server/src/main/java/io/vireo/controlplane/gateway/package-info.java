/** HTTP to the tenants' gateways, as the person who asks: with a short-lived credential of theirs. */
@NullMarked
package io.vireo.controlplane.gateway;

import org.jspecify.annotations.NullMarked;
