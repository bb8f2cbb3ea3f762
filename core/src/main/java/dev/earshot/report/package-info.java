/// Reports for people and for programs.
@NullMarked
package dev.earshot.report;

import org.jspecify.annotations.NullMarked;
