@NullMarked
package dev.earshot.mobile.ios;

import org.jspecify.annotations.NullMarked;
