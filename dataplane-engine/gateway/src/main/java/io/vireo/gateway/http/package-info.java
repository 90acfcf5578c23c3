/**
 * HTTP on the wire: listener, connections, limits, request bodies under back pressure, and the rules of paths. Knows nothing of
 * what the requests mean.
 */
@NullMarked
package io.vireo.gateway.http;

import org.jspecify.annotations.NullMarked;
