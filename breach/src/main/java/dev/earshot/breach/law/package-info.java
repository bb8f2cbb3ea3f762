/// The law as data: one YAML file a jurisdiction, each rule with its citation, source, dates and confidence.
@NullMarked
package dev.earshot.breach.law;

import org.jspecify.annotations.NullMarked;
