/// What may be told to a vendor, told by the covered entity's own server, without the rest.
@NullMarked
package dev.earshot.guard.relay;

import org.jspecify.annotations.NullMarked;
