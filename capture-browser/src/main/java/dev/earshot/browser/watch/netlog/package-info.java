/// Chromium's net log: the record of what left the machine, bodies included.
@NullMarked
package dev.earshot.browser.watch.netlog;

import org.jspecify.annotations.NullMarked;
