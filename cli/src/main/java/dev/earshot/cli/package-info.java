/// The commands, and the only place where all parts meet.
@NullMarked
package dev.earshot.cli;

import org.jspecify.annotations.NullMarked;
