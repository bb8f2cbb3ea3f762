@NullMarked
package dev.earshot.guard.csp;

import org.jspecify.annotations.NullMarked;
