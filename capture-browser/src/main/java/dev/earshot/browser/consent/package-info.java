/// Answering a site's consent banner, and knowing when it was answered.
@NullMarked
package dev.earshot.browser.consent;

import org.jspecify.annotations.NullMarked;
