@NullMarked
package dev.earshot.clinic.logs;

import org.jspecify.annotations.NullMarked;
