/// Recordings of a device's traffic by other tools, turned into a HAR: mitmproxy's flow files, and packets with the
/// keys of their connections.
@NullMarked
package dev.earshot.mobile.traffic;

import org.jspecify.annotations.NullMarked;
