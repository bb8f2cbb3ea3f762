/// Who was told what: transmissions, disclosures, and statements of absence.
@NullMarked
package dev.earshot.disclosure;

import org.jspecify.annotations.NullMarked;
