/// From law and facts to duties with dates.
@NullMarked
package dev.earshot.breach.duty;

import org.jspecify.annotations.NullMarked;
