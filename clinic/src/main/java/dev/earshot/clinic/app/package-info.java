/// The clinic's mobile app, written byte by byte: what it carries is known because it was put in.
@NullMarked
package dev.earshot.clinic.app;

import org.jspecify.annotations.NullMarked;
