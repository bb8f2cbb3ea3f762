/// Why one person is or isn't on the list, down to lines of logs and versions of tags.
@NullMarked
package dev.earshot.investigate.explain;

import org.jspecify.annotations.NullMarked;
