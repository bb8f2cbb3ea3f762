@NullMarked
package dev.earshot.guard.relay;

import org.jspecify.annotations.NullMarked;
