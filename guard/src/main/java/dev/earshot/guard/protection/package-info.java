/// What each zone of a site's pages may tell whom, made of policy and of what scans found; what every safeguard obeys.
@NullMarked
package dev.earshot.guard.protection;

import org.jspecify.annotations.NullMarked;
