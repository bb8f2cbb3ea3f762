/// Tealium iQ: exports of profiles.
@NullMarked
package dev.earshot.investigate.history.tealium;

import org.jspecify.annotations.NullMarked;
