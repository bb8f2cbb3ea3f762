/// The files of the pretend hospital's apps: Android packages made of class files, iOS packages made of executables that
/// hold what a linker would put there.
@NullMarked
package dev.earshot.clinic.app;

import org.jspecify.annotations.NullMarked;
