/// What the tags of a container are set to tell, before it is published.
@NullMarked
package dev.earshot.investigate.tags;

import org.jspecify.annotations.NullMarked;
