@NullMarked
package dev.earshot.clinic.app;

import org.jspecify.annotations.NullMarked;
