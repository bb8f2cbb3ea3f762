/// Letters in batches for a printer, and mail that came back.
@NullMarked
package dev.earshot.breach.print;

import org.jspecify.annotations.NullMarked;
