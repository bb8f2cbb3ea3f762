/// Synthetic patients, whose values are proof wherever they turn up.
@NullMarked
package dev.earshot.persona;

import org.jspecify.annotations.NullMarked;
