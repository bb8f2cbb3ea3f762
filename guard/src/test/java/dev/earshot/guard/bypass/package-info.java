/// Documented ways around browser guards and headers, each played in a real browser against ours.
@NullMarked
package dev.earshot.guard.bypass;

import org.jspecify.annotations.NullMarked;
