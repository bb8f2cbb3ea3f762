/// Driving a browser that somebody else watches: Playwright, deadlines, and when what happened.
@NullMarked
package dev.earshot.browser.drive;

import org.jspecify.annotations.NullMarked;
