/// Policy as headers that browsers obey, and what they would do to a site, before they are set.
@NullMarked
package dev.earshot.guard.csp;

import org.jspecify.annotations.NullMarked;
