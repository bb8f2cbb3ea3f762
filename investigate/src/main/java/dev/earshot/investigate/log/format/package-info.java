/// The formats of access logs that name or position their fields: those of servers, load balancers and delivery
/// networks, and what analytics vendors hand back. [dev.earshot.investigate.log.format.Formats] lists them.
@NullMarked
package dev.earshot.investigate.log.format;

import org.jspecify.annotations.NullMarked;
