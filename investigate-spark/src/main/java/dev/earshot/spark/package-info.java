/// The steps of an investigation, run on Spark: within this process, in one of its own, or on a cluster.
@NullMarked
package dev.earshot.spark;

import org.jspecify.annotations.NullMarked;
