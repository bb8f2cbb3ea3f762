/// The five SQL steps, and how any engine runs them.
@NullMarked
package dev.earshot.investigate.steps;

import org.jspecify.annotations.NullMarked;
