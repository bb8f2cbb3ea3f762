/// Sorts the files of a scan into apps: which belong together, and what kind of app they make.
@NullMarked
package dev.earshot.mobile.packaging;

import org.jspecify.annotations.NullMarked;
