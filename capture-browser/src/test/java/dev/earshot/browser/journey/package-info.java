@NullMarked
package dev.earshot.browser.journey;

import org.jspecify.annotations.NullMarked;
