/// The kinds of patient data that Earshot looks for.
@NullMarked
package dev.earshot.element;

import org.jspecify.annotations.NullMarked;
