@NullMarked
package dev.earshot.breach.store;

import org.jspecify.annotations.NullMarked;
