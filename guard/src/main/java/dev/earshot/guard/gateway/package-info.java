/// The reverse proxy that makes a protection hold for any site that it stands before.
@NullMarked
package dev.earshot.guard.gateway;

import org.jspecify.annotations.NullMarked;
