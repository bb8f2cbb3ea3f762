/// What an app's files show of it: which vendors' SDKs it carries, how far each is set to send, what the app declares.
@NullMarked
package dev.earshot.app;

import org.jspecify.annotations.NullMarked;
