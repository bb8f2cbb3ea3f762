/// Content codings both ways, as bodies stream by: gzip, deflate, br and zstd.
@NullMarked
package dev.earshot.guard.coding;

import org.jspecify.annotations.NullMarked;
