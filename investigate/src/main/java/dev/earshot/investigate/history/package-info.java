/// The history of the tags: when which third party was told what, on which pages.
@NullMarked
package dev.earshot.investigate.history;

import org.jspecify.annotations.NullMarked;
