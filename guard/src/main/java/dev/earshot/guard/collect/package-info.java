/// What browsers report of pages in the field: taken in, cleaned of noise, counted, kept and shown.
@NullMarked
package dev.earshot.guard.collect;

import org.jspecify.annotations.NullMarked;
