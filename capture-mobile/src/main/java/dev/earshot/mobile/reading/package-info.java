/// The seam between the readers of an app's files and what is concluded from them.
@NullMarked
package dev.earshot.mobile.reading;

import org.jspecify.annotations.NullMarked;
