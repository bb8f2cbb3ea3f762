package dev.earshot.app;

import java.util.List;

/// Where what an app declares and what it holds do not agree.
///
/// @param what it is, as a sentence
/// @param sdk the SDK's id; empty where it concerns the app
public record Mismatch(String what, String sdk, List<Spot> at) {
    public Mismatch {
        at = List.copyOf(at);
    }
}
