/// Host names and registrable domains.
@NullMarked
package dev.earshot.domain;

import org.jspecify.annotations.NullMarked;
