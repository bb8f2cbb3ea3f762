/// What may go to whom from where, and the findings that follow.
@NullMarked
package dev.earshot.policy;

import org.jspecify.annotations.NullMarked;
