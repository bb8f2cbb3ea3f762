package dev.earshot.detect;

/// What a statement rests on, strongest first. Never mixed.
public enum Basis {
    /// A value of the persona, or a hash of one, was found.
    PROVEN,
    /// It follows the person, or the search, through several runs, whatever it is made of.
    PROVEN_DIFFERENTIAL,
    /// The vendor's documented parameter says what the value is.
    DECODED,
    /// The shape of the value or the name of the key suggests it.
    INFERRED,
    /// Any request carries it: the address it comes from, the user agent, the referrer.
    INHERENT
}
