/// HTML as it streams by: what policy forbids is taken out, nonces and the browser guard are put in.
@NullMarked
package dev.earshot.guard.html;

import org.jspecify.annotations.NullMarked;
