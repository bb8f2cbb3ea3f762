/// The evidence bundle: hashes, a signature, and its verification.
@NullMarked
package dev.earshot.evidence;

import org.jspecify.annotations.NullMarked;
