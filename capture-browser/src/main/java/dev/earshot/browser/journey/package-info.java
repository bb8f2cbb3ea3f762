/// Journeys: what a visitor does on a site, as Chrome DevTools Recorder exports it.
@NullMarked
package dev.earshot.browser.journey;

import org.jspecify.annotations.NullMarked;
