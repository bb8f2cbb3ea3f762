@NullMarked
package dev.earshot.browser.drive;

import org.jspecify.annotations.NullMarked;
