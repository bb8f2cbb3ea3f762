/// Our own client of the Chrome DevTools Protocol: the record of where each request came from.
@NullMarked
package dev.earshot.browser.watch.cdp;

import org.jspecify.annotations.NullMarked;
