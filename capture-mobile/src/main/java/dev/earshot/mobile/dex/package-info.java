/// Reads Android's compiled code (DEX): what it defines, mentions and says, and who calls whom.
@NullMarked
package dev.earshot.mobile.dex;

import org.jspecify.annotations.NullMarked;
