@NullMarked
package dev.earshot.mobile.dex;

import org.jspecify.annotations.NullMarked;
