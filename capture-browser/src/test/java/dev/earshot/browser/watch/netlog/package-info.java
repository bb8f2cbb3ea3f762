@NullMarked
package dev.earshot.browser.watch.netlog;

import org.jspecify.annotations.NullMarked;
