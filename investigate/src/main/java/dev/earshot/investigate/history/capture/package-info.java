/// Tag history from captures: what scans and recordings of a site saw, and on which pages.
@NullMarked
package dev.earshot.investigate.history.capture;

import org.jspecify.annotations.NullMarked;
