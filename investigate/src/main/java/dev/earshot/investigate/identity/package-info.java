/// Who the visitors were, and the directory of members.
@NullMarked
package dev.earshot.investigate.identity;

import org.jspecify.annotations.NullMarked;
