/// Reads what Android's own files say of an app: manifest, resources, bundles, build leftovers.
@NullMarked
package dev.earshot.mobile.android;

import org.jspecify.annotations.NullMarked;
