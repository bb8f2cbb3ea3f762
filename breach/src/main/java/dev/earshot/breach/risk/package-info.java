/// The four-factor risk assessment of 45 CFR § 164.402.
@NullMarked
package dev.earshot.breach.risk;

import org.jspecify.annotations.NullMarked;
