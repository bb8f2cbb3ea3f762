/// Scans on a schedule, each compared with the last good one, and somebody told of what is new.
@NullMarked
package dev.earshot.guard.monitor;

import org.jspecify.annotations.NullMarked;
