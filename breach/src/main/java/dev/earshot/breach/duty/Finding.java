package dev.earshot.breach.duty;

/// One condition of a rule held against the facts.
///
/// @param because a sentence
record Finding(Answer answer, String because) {
    /// What a sentence on something undecided begins with.
    static final String OPEN = "Open: ";

    String sentence() {
        return answer == Answer.OPEN ? OPEN + because : because;
    }
}
