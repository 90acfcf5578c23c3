/** The native web API: objects, items and streams, each a translation to one or two operations of the engine. {@link
 * io.vireo.gateway.nativeapi.NativeApi} is where to start.
 */
@NullMarked
package io.vireo.gateway.nativeapi;

import org.jspecify.annotations.NullMarked;
