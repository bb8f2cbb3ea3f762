/// Readers of what an app carries besides its own platform's code: scripts and their bytecode, pages, native libraries,
/// and the bundles of cross-platform frameworks.
@NullMarked
package dev.earshot.mobile.content;

import org.jspecify.annotations.NullMarked;
