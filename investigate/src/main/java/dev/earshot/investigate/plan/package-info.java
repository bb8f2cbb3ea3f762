/// The plan of an investigation, as a person writes it.
@NullMarked
package dev.earshot.investigate.plan;

import org.jspecify.annotations.NullMarked;
