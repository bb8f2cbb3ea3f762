package dev.earshot.policy;

import java.time.LocalDate;

/// An exception that somebody has answered for.
///
/// @param until the last day it holds
public record Waiver(String reason, LocalDate until) {}
