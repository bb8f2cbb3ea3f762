@NullMarked
package dev.earshot.browser;

import org.jspecify.annotations.NullMarked;
