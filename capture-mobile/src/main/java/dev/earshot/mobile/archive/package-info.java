/// Opens the archives and folders that apps come in, hostile ones too.
@NullMarked
package dev.earshot.mobile.archive;

import org.jspecify.annotations.NullMarked;
