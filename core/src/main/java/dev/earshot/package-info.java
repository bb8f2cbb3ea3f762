/// The front door of the judgement.
@NullMarked
package dev.earshot;

import org.jspecify.annotations.NullMarked;
