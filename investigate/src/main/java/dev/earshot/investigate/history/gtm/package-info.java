/// Google Tag Manager: exports of containers, and containers as they are served.
@NullMarked
package dev.earshot.investigate.history.gtm;

import org.jspecify.annotations.NullMarked;
