@NullMarked
package dev.earshot.clinic;

import org.jspecify.annotations.NullMarked;
