package dev.earshot.mobile.android;

import java.util.Optional;

/// An XML file as far as it could be read.
///
/// @param root empty where there is none
/// @param whole whether it was read to its end
record XmlFile(Optional<XmlElement> root, boolean whole) {}
