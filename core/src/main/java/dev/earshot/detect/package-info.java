/// Patient data recognised in decoded leaves.
@NullMarked
package dev.earshot.detect;

import org.jspecify.annotations.NullMarked;
