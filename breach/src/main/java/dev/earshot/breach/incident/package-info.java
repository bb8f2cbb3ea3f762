/// The facts of an incident, as they were recorded, and how many people it concerns where.
@NullMarked
package dev.earshot.breach.incident;

import org.jspecify.annotations.NullMarked;
