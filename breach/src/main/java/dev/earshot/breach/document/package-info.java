/// Documents as blocks of text, and how they become plain text, HTML and PDF in every script.
@NullMarked
package dev.earshot.breach.document;

import org.jspecify.annotations.NullMarked;
