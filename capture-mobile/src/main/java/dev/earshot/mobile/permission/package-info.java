/// What the things mean that apps ask their system for.
@NullMarked
package dev.earshot.mobile.permission;

import org.jspecify.annotations.NullMarked;
