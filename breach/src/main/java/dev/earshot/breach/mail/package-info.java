/// Notices by e-mail: SMTP, DKIM, limits, and delivery status notifications.
@NullMarked
package dev.earshot.breach.mail;

import org.jspecify.annotations.NullMarked;
