@NullMarked
package dev.earshot.decode;

import org.jspecify.annotations.NullMarked;
