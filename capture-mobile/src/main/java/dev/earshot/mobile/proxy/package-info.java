/// A proxy between a device and its network: what its apps send, opened and written down, and what would not be opened.
@NullMarked
package dev.earshot.mobile.proxy;

import org.jspecify.annotations.NullMarked;
