/** Who may enter: the filter chain of browser requests, headers, and acts that go on off the request's thread. */
@NullMarked
package io.vireo.console.security;

import org.jspecify.annotations.NullMarked;
