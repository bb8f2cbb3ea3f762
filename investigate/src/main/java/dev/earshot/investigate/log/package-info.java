/// Access logs: their formats, and the hits that are in them.
@NullMarked
package dev.earshot.investigate.log;

import org.jspecify.annotations.NullMarked;
