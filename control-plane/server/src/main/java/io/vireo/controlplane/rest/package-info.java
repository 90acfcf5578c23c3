/** What the REST resources of this module share: tenants by name, and the description of the API. */
@NullMarked
package io.vireo.controlplane.rest;

import org.jspecify.annotations.NullMarked;
