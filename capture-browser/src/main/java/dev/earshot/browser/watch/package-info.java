/// A browser that is watched by two witnesses: its own net log, for what left, and the DevTools protocol, for where
/// it came from.
@NullMarked
package dev.earshot.browser.watch;

import org.jspecify.annotations.NullMarked;
