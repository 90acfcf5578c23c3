/** Reads the fields of REST requests. */
@NullMarked
package io.vireo.identity.rest;

import org.jspecify.annotations.NullMarked;
