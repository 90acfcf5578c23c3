/** Archives of function versions: fetched by their hash, verified, unpacked safely, kept. */
@NullMarked
package io.vireo.agent.code;

import org.jspecify.annotations.NullMarked;
