package dev.earshot.disclosure;

import dev.earshot.detect.Detection;

/// One element of patient data told to one third party by one exchange.
///
/// @param id stable for the same capture: the exchange's id, then the element's id, then a number where there are
///     several: `3f9a1c/email/2`
/// @param zone the name of the page zone it was sent from, by policy
public record Disclosure(String id, Transmission transmission, Detection detection, String zone) {}
