/// The pretend hospital's outgoing mail, and its case file.
@NullMarked
package dev.earshot.clinic.mail;

import org.jspecify.annotations.NullMarked;
