/// What is filed with authorities and sent to organisations: packets, letters, public notices.
@NullMarked
package dev.earshot.breach.filing;

import org.jspecify.annotations.NullMarked;
