package dev.earshot.guard.html;

/// What becomes of a page of which a part can't be judged.
public enum WhenInDoubt {
    /// That part passes as it is; what comes after it is rewritten again.
    PASS,
    /// Nothing more of the page leaves: whoever serves it ends the response unfinished.
    CLOSE
}
