@NullMarked
package dev.earshot.browser.crawl;

import org.jspecify.annotations.NullMarked;
