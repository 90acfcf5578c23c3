/** What every page is made of: headers, lists with all their states, banners, figures, and the state that lives in the address. */
@NullMarked
package io.vireo.console.page;

import org.jspecify.annotations.NullMarked;
