/// The case's journal: append-only, each entry bound to the one before by its hash.
@NullMarked
package dev.earshot.breach.journal;

import org.jspecify.annotations.NullMarked;
