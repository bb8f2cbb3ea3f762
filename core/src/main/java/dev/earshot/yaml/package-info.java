/// YAML files that people write, read with every mistake in them reported at once.
@NullMarked
package dev.earshot.yaml;

import org.jspecify.annotations.NullMarked;
