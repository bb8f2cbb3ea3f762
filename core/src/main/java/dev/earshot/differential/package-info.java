/// Proof without decoding: what follows a person, or a search, through several runs of one journey.
@NullMarked
package dev.earshot.differential;

import org.jspecify.annotations.NullMarked;
