/// A pretend hospital, the third parties it talks to, and the truth about what each of them was told.
@NullMarked
package dev.earshot.clinic;

import org.jspecify.annotations.NullMarked;
