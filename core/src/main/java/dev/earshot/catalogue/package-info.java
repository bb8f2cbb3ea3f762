/// What is known of trackers, vendors and the owners of domains, each fact with its source.
@NullMarked
package dev.earshot.catalogue;

import org.jspecify.annotations.NullMarked;
