/// Which pages of a site to visit, and in which order.
@NullMarked
package dev.earshot.browser.crawl;

import org.jspecify.annotations.NullMarked;
