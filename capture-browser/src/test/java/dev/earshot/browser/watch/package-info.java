@NullMarked
package dev.earshot.browser.watch;

import org.jspecify.annotations.NullMarked;
