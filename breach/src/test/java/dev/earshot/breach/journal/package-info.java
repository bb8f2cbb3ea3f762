@NullMarked
package dev.earshot.breach.journal;

import org.jspecify.annotations.NullMarked;
