@NullMarked
package dev.earshot.breach.mail;

import org.jspecify.annotations.NullMarked;
