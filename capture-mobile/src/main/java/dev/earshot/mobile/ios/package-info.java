/// What iOS apps carry: executables, property lists, privacy manifests, entitlements.
@NullMarked
package dev.earshot.mobile.ios;

import org.jspecify.annotations.NullMarked;
