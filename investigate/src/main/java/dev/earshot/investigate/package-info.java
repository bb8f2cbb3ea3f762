/// From the provider's own logs and the dated history of its trackers to the list of who was affected.
@NullMarked
package dev.earshot.investigate;

import org.jspecify.annotations.NullMarked;
