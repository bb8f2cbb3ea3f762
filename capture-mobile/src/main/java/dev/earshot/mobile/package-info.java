/// What apps carry, read from their files, and what devices send.
@NullMarked
package dev.earshot.mobile;

import org.jspecify.annotations.NullMarked;
