/// Adobe Experience Platform tags (Launch): exports of its Reactor API.
@NullMarked
package dev.earshot.investigate.history.adobe;

import org.jspecify.annotations.NullMarked;
