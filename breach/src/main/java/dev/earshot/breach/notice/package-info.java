/// Notices to people: templates, what the law wants in them, and composition for one person.
@NullMarked
package dev.earshot.breach.notice;

import org.jspecify.annotations.NullMarked;
