/// The pretend hospital's past: years of access logs, tags that came and went, sign-ins and members, beside the truth of
/// who was told on.
@NullMarked
package dev.earshot.clinic.logs;

import org.jspecify.annotations.NullMarked;
