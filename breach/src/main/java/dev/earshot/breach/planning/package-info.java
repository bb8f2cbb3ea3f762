/// Who is told, how, and in which language: from the investigation's individuals to a plan of notices.
@NullMarked
package dev.earshot.breach.planning;

import org.jspecify.annotations.NullMarked;
