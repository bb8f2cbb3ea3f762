/// The breach case: from the individuals of an investigation to duties, filings, and notices delivered exactly once.
@NullMarked
package dev.earshot.breach;

import org.jspecify.annotations.NullMarked;
