/// The browser guard: a script that rules on what other scripts send.
@NullMarked
package dev.earshot.guard.script;

import org.jspecify.annotations.NullMarked;
