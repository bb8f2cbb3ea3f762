/// A capture from a real browser: the pages of a site, what a visitor does there, and everything that
/// leaves.
@NullMarked
package dev.earshot.browser;

import org.jspecify.annotations.NullMarked;
