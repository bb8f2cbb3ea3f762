/// The case in PostgreSQL: the journal, the notices and the state of every delivery.
@NullMarked
package dev.earshot.breach.store;

import org.jspecify.annotations.NullMarked;
