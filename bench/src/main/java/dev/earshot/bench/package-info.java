/// What Earshot costs, measured against what the same work costs without it.
@NullMarked
package dev.earshot.bench;

import org.jspecify.annotations.NullMarked;
