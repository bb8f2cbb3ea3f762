/// Telling somebody: webhook, e-mail, syslog.
@NullMarked
package dev.earshot.guard.alert;

import org.jspecify.annotations.NullMarked;
