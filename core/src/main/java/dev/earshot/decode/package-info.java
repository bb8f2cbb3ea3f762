/// Requests opened up layer by layer, down to the leaves that carry values.
@NullMarked
package dev.earshot.decode;

import org.jspecify.annotations.NullMarked;
