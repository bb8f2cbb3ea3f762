/// What is known of SDKs, and how far an app's files show each of them set to send.
@NullMarked
package dev.earshot.mobile.sdk;

import org.jspecify.annotations.NullMarked;
