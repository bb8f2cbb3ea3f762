/// HAR 1.2 files in and out, with `_`-prefixed fields for what HAR lacks.
@NullMarked
package dev.earshot.har;

import org.jspecify.annotations.NullMarked;
