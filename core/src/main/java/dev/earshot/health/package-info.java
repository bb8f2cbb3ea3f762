/// What a text says of somebody's health, and in which vocabulary that stands.
@NullMarked
package dev.earshot.health;

import org.jspecify.annotations.NullMarked;
