/// Remembered answers.
@NullMarked
package dev.earshot.memo;

import org.jspecify.annotations.NullMarked;
