/// What an investigation found, as a page for people and as JSON for programs.
@NullMarked
package dev.earshot.investigate.report;

import org.jspecify.annotations.NullMarked;
