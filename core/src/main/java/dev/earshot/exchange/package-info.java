/// What was captured: exchanges, the pages they belong to, and what could not be seen.
@NullMarked
package dev.earshot.exchange;

import org.jspecify.annotations.NullMarked;
